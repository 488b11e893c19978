import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSecrets } from './secrets';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-secrets-'));
  file = join(folder, 'data', 'secrets.json');
});
afterEach(() => rm(folder, { recursive: true }));

const load = () => loadSecrets(join(folder, 'data'));
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

describe('loadSecrets', () => {
  it('generates the secrets once and keeps them', async () => {
    const first = await load();
    expect(new Set(Object.values(first)).size).toBe(3);
    expect(await load()).toEqual(first);
  });

  it('keeps the file to its owner, in a folder of its owner', async () => {
    await load();
    expect(await modeOf(file)).toBe(0o600);
    expect(await modeOf(join(folder, 'data'))).toBe(0o700);
  });

  it('closes a file that others could read', async () => {
    await load();
    await chmod(file, 0o644);
    await load();
    expect(await modeOf(file)).toBe(0o600);
  });

  it('gives two first starts at once the same secrets', async () => {
    const [one, other] = await Promise.all([load(), load()]);
    expect(one).toEqual(other);
  });

  it.each(['', 'not json', '{"nextAuthSecret":"short"}'])(
    'refuses a damaged file (%j) rather than replace what the data depends on',
    async (content) => {
      await load();
      await writeFile(file, content);
      await expect(load()).rejects.toThrow(/secrets\.json .* restore it from a backup/);
    },
  );
});
