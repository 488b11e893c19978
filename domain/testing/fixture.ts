import { test } from 'vitest';
import { type Fixture, makeFixture, openWorld, type World } from './world';

/** The world of the test file that runs, for what stands outside its tests, such as helpers. */
export let world: World;
/** What is in it. */
export let fixture: Fixture;

/** Vitest's `it` in a world of the file's own: opened and furnished before its tests, closed after them. */
export const it = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest wants the fixtures destructured.
  .extend('world', { scope: 'file', auto: true }, async ({}, { onCleanup }) => {
    const opened = await openWorld();
    onCleanup(() => opened.close());
    world = opened;
    return opened;
  })
  .extend('fixture', { scope: 'file', auto: true }, async ({ world: opened }) => {
    fixture = await makeFixture(opened);
    return fixture;
  });

/** Runs before the tests, in the furnished world: a hook has only the fixtures that it names. */
export const beforeAll = (work: (furnished: Fixture) => Promise<unknown>) =>
  it.beforeAll(async ({ fixture: furnished }) => {
    await work(furnished);
  });
