import { test } from 'vitest';
import { type Furnished, furnish, openWorld, type World } from './world';

/** The world of the test file that runs, for what stands outside its tests, such as helpers. */
export let world: World;
/** What is in it. */
export let stage: Furnished;

/** Vitest's `it` in a world of the file's own: opened and furnished before its tests, closed after them. */
export const it = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest wants the fixtures destructured.
  .extend('world', { scope: 'file', auto: true }, async ({}, { onCleanup }) => {
    const opened = await openWorld();
    onCleanup(() => opened.close());
    world = opened;
    return opened;
  })
  .extend('stage', { scope: 'file', auto: true }, async ({ world: opened }) => {
    stage = await furnish(opened);
    return stage;
  });

/** Runs before the tests, in the furnished world: a hook has only the fixtures that it names. */
export const beforeAll = (work: (furnished: Furnished) => Promise<unknown>) =>
  it.beforeAll(async ({ stage: furnished }) => {
    await work(furnished);
  });
