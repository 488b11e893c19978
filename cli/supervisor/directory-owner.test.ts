import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identifyProcess } from '@/db/embedded/process-identity';
import { claimDirectory, type HeldDirectory, holderOf } from './directory-owner';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-instance-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function take(): Promise<HeldDirectory> {
  const directory = await claimDirectory(folder, 'start');
  if (!('release' in directory)) throw new Error(`held by ${directory.holder?.pid}`);
  return directory;
}

describe('claimDirectory', () => {
  it('gives the directory to one holder and tells the next who that is', async () => {
    const held = await take();
    await held.publish({ postgresPort: 5499, dashboardUrl: 'http://127.0.0.1:3000' });
    const holder = { pid: process.pid, purpose: 'start', postgresPort: 5499 };
    expect(await claimDirectory(folder, 'command')).toMatchObject({ holder });
    expect((await holderOf(folder))?.dashboardUrl).toBe('http://127.0.0.1:3000');
    await held.release();
  });

  it('gives it again after a release and leaves only the lock behind', async () => {
    await (await take()).release();
    expect(await holderOf(folder)).toBeNull();
    await (await take()).release();
    expect(await readdir(folder)).toEqual(['instance.lock']);
  });

  it('leaves the directory to one from before the lock, and takes over when it was killed', async () => {
    const killed = spawn('sleep', ['60']);
    const identity = await identifyProcess(killed.pid ?? 0);
    const record = { pid: killed.pid, startedAt: identity?.startedAt, purpose: 'start' };
    await writeFile(join(folder, 'instance.json'), JSON.stringify(record));
    expect(await claimDirectory(folder, 'start')).toMatchObject({
      holder: { pid: killed.pid },
    });

    const ended = new Promise((resolve) => killed.once('exit', resolve));
    killed.kill('SIGKILL');
    await ended;
    expect((await take()).previousCrashed).toBe(true);
  });

  it('lets the lock decide, whatever the file says', async () => {
    const held = await take();
    for (const content of [
      '',
      '{"pid":1',
      JSON.stringify({ pid: 1, startedAt: '', purpose: '' }),
    ]) {
      await writeFile(join(folder, 'instance.json'), content);
      expect(await claimDirectory(folder, 'start')).toEqual({ holder: null });
    }
    await rm(join(folder, 'instance.json'));
    expect(await claimDirectory(folder, 'start')).toEqual({ holder: null });
    await held.release();
    await (await take()).release();
  });

  it('takes over when the pid was given to another process since', async () => {
    const record = { pid: process.pid, startedAt: 'long ago', purpose: 'start' };
    await writeFile(join(folder, 'instance.json'), JSON.stringify(record));
    expect((await take()).previousCrashed).toBe(true);
  });

  it('takes over an empty file, as a power cut may leave it', async () => {
    await writeFile(join(folder, 'instance.json'), '');
    expect((await take()).previousCrashed).toBe(true);
  });

  it('lets exactly one of many win who try at once', async () => {
    await writeFile(join(folder, 'instance.json'), '');
    const attempts = await Promise.all(
      Array.from({ length: 10 }, () => claimDirectory(folder, 'start')),
    );
    expect(attempts.filter((attempt) => 'release' in attempt)).toHaveLength(1);
  });

  it('keeps the file to its owner', async () => {
    await take();
    expect((await stat(join(folder, 'instance.json'))).mode & 0o777).toBe(0o600);
  });
});
