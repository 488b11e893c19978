import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refuse } from './refusal';
import { REFUSAL_CODES } from './refusal-codes';

const ROOT = new URL('../../', import.meta.url).pathname;

/** Every file of the product that may refuse something, but for tests and the list itself. */
const SOURCES = ['app', 'cli', 'domain', 'verifier'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .map((file) => join(room, file))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|testing\/|refusal-codes/.test(file)),
);

/** `npm run check` compiles this: a line that expects an error and has none is an error itself. */
it('a misspelt code of a refusal does not compile', () => {
  // @ts-expect-error as what is refused
  const refusal = refuse('conflict', 'token_revokd', 'ops is already revoked.');
  // @ts-expect-error as what a refusal is compared with
  const isThat = refusal.code === 'token_revokt';
  expect([refusal.ok, isThat]).toEqual([false, false]);
});

it('every code of the list is refused with somewhere, and none is listed twice', () => {
  const text = SOURCES.map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');
  expect(REFUSAL_CODES.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  expect(new Set(REFUSAL_CODES).size).toBe(REFUSAL_CODES.length);
});
