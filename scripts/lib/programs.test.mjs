import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from './programs.mjs';

let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyward-programs-'));
  for (const name of ['first', 'second']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'second', 'keyward-test-program'), '');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('findProgram', () => {
  it('looks for every name in every folder of the PATH', () => {
    const path = ['first', 'second'].map((name) => join(folder, name)).join(delimiter);
    expect(findProgram(['keyward-no-program', 'keyward-test-program'], path)).toBe(
      join(folder, 'second', 'keyward-test-program'),
    );
  });

  it('finds what is in no folder of the PATH only among servers', () => {
    expect(findProgram(['keyward-test-program'], join(folder, 'first'))).toBeUndefined();
    expect(findProgram(['keyward-test-program'], '')).toBeUndefined();
  });
});
