import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFile } from './file-lock';

let folder: string;
let file: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-lock-'));
  file = join(folder, 'a.lock');
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function mustLock() {
  const lock = await lockFile(file);
  if (lock === null) throw new Error('somebody holds it');
  return lock;
}

/** A process that was started with the descriptor of a lock, and lives until it is killed. */
function heir(fd: number): ChildProcess {
  const child = spawn('sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
  children.push(child);
  return child;
}

it('gives a file to one holder, and to the next once that one lets go', async () => {
  const held = await mustLock();
  expect(await lockFile(file)).toBeNull();
  held.release();
  (await mustLock()).release();
  expect(existsSync(file)).toBe(true);
});

it('keeps the file to its owner', async () => {
  (await mustLock()).release();
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('lets exactly one of many win who try at once', async () => {
  const attempts = await Promise.all(Array.from({ length: 10 }, () => lockFile(file)));
  const won = attempts.filter((attempt) => attempt !== null);
  expect(won).toHaveLength(1);
  for (const lock of won) lock.release();
});

it('is held by a child that was given the descriptor until that child is killed', async () => {
  const held = await mustLock();
  const child = heir(held.fd);
  held.release();
  expect(await lockFile(file)).toBeNull();
  child.kill('SIGKILL');
  await once(child, 'exit');
  (await mustLock()).release();
});

it('locks the file that has the name, not one that was removed meanwhile', async () => {
  const first = await mustLock();
  await rm(file);
  const second = await mustLock();
  first.release();
  expect(await lockFile(file)).toBeNull();
  second.release();
});

it('says what is wrong where the file cannot be made', async () => {
  await expect(lockFile(join(folder, 'missing', 'a.lock'))).rejects.toThrow(/ENOENT/);
});
