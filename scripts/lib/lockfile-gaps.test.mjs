import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lockfileGaps } from './lockfile-gaps.mjs';
import { inRoot } from './root.mjs';

describe('lockfileGaps', () => {
  it('finds none in our own lockfile, which npm ci would refuse otherwise', () => {
    const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
    expect(Object.keys(lockfileGaps(packages))).toEqual([]);
  });

  it('makes an entry with the platform that the name tells', () => {
    const packages = {
      'node_modules/tool': {
        dev: true,
        optionalDependencies: { '@tool/linux-x64-musl': '1.2.3', '@tool/darwin-arm64': '1.2.3' },
      },
      'node_modules/@tool/darwin-arm64': { version: '1.2.3' },
    };
    expect(lockfileGaps(packages)).toEqual({
      'node_modules/@tool/linux-x64-musl': {
        version: '1.2.3',
        cpu: ['x64'],
        dev: true,
        libc: ['musl'],
        optional: true,
        os: ['linux'],
      },
    });
  });

  it('accepts an entry nested below the package that wants it', () => {
    const packages = {
      'node_modules/a/node_modules/b': { optionalDependencies: { 'b-linux-x64': '1.0.0' } },
      'node_modules/a/node_modules/b-linux-x64': { version: '1.0.0' },
    };
    expect(lockfileGaps(packages)).toEqual({});
  });

  it('refuses to guess a version', () => {
    const packages = { 'node_modules/a': { optionalDependencies: { 'a-linux-x64': '^1.0.0' } } };
    expect(() => lockfileGaps(packages)).toThrow(/cannot tell version and platform/);
  });
});
