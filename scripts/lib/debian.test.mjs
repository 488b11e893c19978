import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installDebian } from './debian.mjs';

let folder;
let policy;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyward-debian-'));
  policy = join(folder, 'policy-rc.d');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('installDebian', () => {
  it('installs the packages while services are forbidden to start, and no longer', async () => {
    const calls = [];
    const run = async (program, args, env) => {
      calls.push([program, ...args].join(' '));
      expect(readFileSync(policy, 'utf8')).toContain('exit 101');
      expect(statSync(policy).mode & 0o111).toBe(0o111);
      if (args[0] === 'install') expect(env).toEqual({ DEBIAN_FRONTEND: 'noninteractive' });
    };
    await installDebian(['nginx', 'caddy'], { run, policy });
    expect(calls).toEqual([
      'apt-get update -qq',
      'apt-get install -y -qq --no-install-recommends nginx caddy',
    ]);
    expect(existsSync(policy)).toBe(false);
  });

  it('lifts the ban after a failure, which it passes on', async () => {
    const run = () => Promise.reject(new Error('no such package'));
    await expect(installDebian(['nginx'], { run, policy })).rejects.toThrow('no such package');
    expect(existsSync(policy)).toBe(false);
  });

  it('leaves a policy of the machine as it is', async () => {
    writeFileSync(policy, 'theirs');
    await installDebian(['nginx'], { run: async () => undefined, policy });
    expect(readFileSync(policy, 'utf8')).toBe('theirs');
  });
});
