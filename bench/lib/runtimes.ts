import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from './flags';

const run = promisify(execFile);

/** A Node to measure on. */
export interface Runtime {
  /** As in "Node 24.1.0". */
  readonly name: string;
  readonly program: string;
  /** Removes it where it was fetched. */
  remove(): Promise<void>;
}

/** @param wanted the path of a program, or a version (`24`) to fetch from npm as the lockfile's own is */
export async function findRuntime(wanted: string, { nodePackage }: Machine): Promise<Runtime> {
  const fetched = wanted.includes('/') ? null : await fetchNode(wanted, nodePackage);
  const program = fetched?.program ?? wanted;
  const { stdout } = await run(program, ['--print', 'process.versions.node']);
  return { name: `Node ${stdout.trim()}`, program, remove: async () => fetched?.remove() };
}

async function fetchNode(version: string, name: string | null) {
  if (name === null) throw new Error(`npm has no Node for ${process.platform} ${process.arch}`);
  const folder = await mkdtemp(join(tmpdir(), 'keyward-node-'));
  await run('npm', [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    `${name}@${version}`,
  ]);
  return {
    program: join(folder, 'node_modules', name, 'bin/node'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
