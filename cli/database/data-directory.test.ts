import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDataDirectory } from './data-directory';

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'keyward-data-'));
});
afterAll(() => rm(place, { recursive: true }));

it('makes the directory for its owner alone', async () => {
  await makeDataDirectory(join(place, 'a', 'b'));
  expect((await stat(join(place, 'a', 'b'))).mode & 0o777).toBe(0o700);
});

it('names the variable, what is wrong and an example where a file is in the way', async () => {
  const file = join(place, 'file');
  await writeFile(file, '');
  for (const bad of [file, join(file, 'below')]) {
    await expect(makeDataDirectory(bad)).rejects.toThrow(
      /^KEYWARD_DATA_DIR can't be made a directory \((EEXIST|ENOTDIR)\)\. Example: KEYWARD_DATA_DIR=/,
    );
  }
});
