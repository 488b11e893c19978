import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DestinationProblem } from './problem';
import { resolveCredential } from './resolve-credential';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'credentials-'));
  const write = (name: string, text: string) => writeFile(join(directory, name), text);
  await write('good', 'a-credential\n');
  await write('empty', '');
  await write('blank', ' \n\n');
  await write('lines', 'first-line\nsecond-line\n');
  await write('words', 'two words');
  await write('accents', 'crédential');
  await write('long', 'x'.repeat(20_000));
  await symlink('/proc/self/environ', join(directory, 'link'));
});
afterAll(() => rm(directory, { recursive: true }));

const variables: Record<string, string> = {
  ...{ GOOD: 'a-credential', ENDED: ' a-credential\r\n', EMPTY: '', BLANK: ' \n' },
  ...{ LINES: 'first-line\nsecond-line', HEADER: 'a\r\nx-injected: yes', NEXTAUTH_SECRET: 'own' },
};
const resolve = (reference: string) =>
  resolveCredential(reference.replace('DIR', directory), {
    variable: (name) => variables[name],
    closedDirectories: [join(directory, 'closed')],
  });

it.for(['env:GOOD', 'env:ENDED', 'file:DIR/good'])(
  'finds %s, without what ends its line',
  async (reference) => {
    expect(await resolve(reference)).toBe('a-credential');
  },
);

it.for([
  ['env:MISSING', 'is not set where the worker runs'],
  ['env:EMPTY', 'is empty'],
  ['env:BLANK', 'is empty'],
  ['env:LINES', 'does not hold one word'],
  ['env:HEADER', 'does not hold one word'],
  ['env:NEXTAUTH_SECRET', 'is Keyward’s own'],
  ['file:DIR/nothing', '(ENOENT)'],
  ['file:DIR', '(EISDIR)'],
  ['file:DIR/empty', 'is empty'],
  ['file:DIR/blank', 'is empty'],
  ['file:DIR/lines', 'does not hold one word'],
  ['file:DIR/words', 'does not hold one word'],
  ['file:DIR/accents', 'does not hold one word'],
  ['file:DIR/long', 'is larger than'],
  ['file:DIR/link', 'lies where no credential is read'],
] as const)('refuses %s in words without what it holds: %s', async ([reference, said]) => {
  const refused = await resolve(reference).catch((error) => error);
  expect(refused).toBeInstanceOf(DestinationProblem);
  expect(refused.message).toContain(said);
  for (const held of ['first-line', 'x-injected', 'two words', 'crédential', 'xxx']) {
    expect(refused.message).not.toContain(held);
  }
});
