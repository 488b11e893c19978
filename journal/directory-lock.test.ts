import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFile } from '@/db/locks/file-lock';
import { adoptDirectory, lockOwnDirectory } from './directory-lock';

let folder: string;
let directory: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-directory-lock-'));
  directory = join(folder, 'v-one');
});
afterEach(() => rm(folder, { recursive: true }));

const lockOwn = (waitMs = 0) => lockOwnDirectory(directory, waitMs);
async function adopt() {
  const adopted = await adoptDirectory(directory);
  if (adopted === null) throw new Error('somebody holds it');
  return adopted;
}

it('stands in the directory it locks, which only its owner enters, and nowhere else', async () => {
  const before = await readdir(tmpdir());
  const lock = await lockOwn();
  expect((await readdir(directory)).sort()).toEqual(['files.lock', 'name.lock']);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  const made = (await readdir(tmpdir())).filter((name) => !before.includes(name));
  expect(made.filter((name) => name.endsWith('.sock'))).toEqual([]);
  lock?.release();
});

it('refuses a second process of the same name at once, however long it would wait', async () => {
  const lock = await lockOwn();
  expect(await lockOwn(60_000)).toBeNull();
  expect(await adoptDirectory(directory)).toBeNull();
  lock?.release();
});

it('waits for whoever ships what an earlier process of this name left', async () => {
  const adopted = await adopt();
  const waiting = lockOwn(15_000);
  adopted.release();
  const lock = await waiting;
  expect(lock).not.toBeNull();
  lock?.release();
});

it('is not refused by whoever holds its name for a moment, giving the directory back', async () => {
  (await adopt()).release();
  const giver = await lockFile(join(directory, 'name.lock'));
  const waiting = lockOwn();
  setTimeout(() => giver?.release(), 60);
  const lock = await waiting;
  expect(lock).not.toBeNull();
  lock?.release();
});

it('gives up on one who ships for too long', async () => {
  const adopted = await adopt();
  expect(await lockOwn(100)).toBeNull();
  adopted.release();
});

it('removes an empty directory that is given back', async () => {
  await (await adopt()).giveBack();
  expect(existsSync(directory)).toBe(false);
});

it('leaves a directory that is given back while its owner waits for it', async () => {
  const adopted = await adopt();
  const waiting = lockOwn(15_000);
  // The owner has its name first, and then waits for the files.
  while (!existsSync(join(directory, 'name.lock'))) await new Promise(setImmediate);
  await adopted.giveBack();
  const lock = await waiting;
  expect(lock).not.toBeNull();
  expect(existsSync(directory)).toBe(true);
  expect(await adoptDirectory(directory)).toBeNull();
  lock?.release();
});

it('leaves what is still in a directory that is given back', async () => {
  const adopted = await adopt();
  await writeFile(join(directory, 'rest.journal'), 'x');
  await adopted.giveBack();
  expect(existsSync(join(directory, 'rest.journal'))).toBe(true);
});
