import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache');
const built = new Map<string, Promise<string>>();

/**
 * Bundles a program of the tests once, as the product's roles are, so that its many starts are as
 * quick as theirs. It lies below `node_modules`, where its packages are found.
 * @param beside what the program starts itself, by the name it is looked for beside it
 * @returns the path of the bundle
 */
export function buildProgram(
  source: string,
  beside: Readonly<Record<string, string>> = {},
): Promise<string> {
  const known = built.get(source);
  if (known !== undefined) return known;
  const building = bundle(source, beside);
  built.set(source, building);
  return building;
}

async function bundle(source: string, beside: Readonly<Record<string, string>>): Promise<string> {
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'keyward-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: { program: source, ...beside },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return join(folder, 'program.mjs');
}
