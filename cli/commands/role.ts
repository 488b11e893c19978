import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandFailure } from '@/cli/failure';
import { migrationsFolder, projectRoot } from '@/cli/project-root';
import { checkDatabase } from '@/db/check-database';
import { lastMigrationAt } from '@/db/migrate';
import { type Environment, environment } from '@/domain/environment/env';

/** It may be started in the same moment, or restarted. */
const DATABASE_COMES_WITHIN_MS = 5_000;

/** What the start function of a role answers once it works. */
export interface RunningRole {
  close(): Promise<void>;
}

/**
 * Runs one role in this process until it is asked to stop. The role is loaded as a built file, so this
 * room needs no import of another process's room.
 * @param startName the function of the role's entry point that starts it
 * @param optionsFor turns the environment into what that function takes
 */
export async function runRole<Options>(
  name: string,
  startName: string,
  optionsFor: (environment: Environment, databaseUrl: string) => Options,
): Promise<void> {
  const settings = environment();
  const { databaseUrl } = settings;
  if (!databaseUrl) {
    throw new CommandFailure(
      `the ${name} alone needs DATABASE_URL, for example DATABASE_URL=postgres://keyward:secret@127.0.0.1:5432/keyward; npm start runs everything without it`,
    );
  }
  await checkDatabase(databaseUrl, {
    variable: 'DATABASE_URL',
    use: name === 'verifier' ? 'verify' : 'write',
    patienceMs: DATABASE_COMES_WITHIN_MS,
    lastMigrationAt: await lastMigrationAt(migrationsFolder),
  });
  const file = join(projectRoot, 'dist', `${name}.js`);
  if (!existsSync(file)) throw new CommandFailure(`${file} is missing: delete dist and try again`);
  const entry: Record<string, (options: Options) => Promise<RunningRole>> = await import(
    pathToFileURL(file).href
  );
  const startRole = entry[startName];
  if (!startRole) throw new Error(`${file} does not export ${startName}`);
  const running = await startRole(optionsFor(settings, databaseUrl));
  let isClosing = false;
  const stop = async () => {
    if (isClosing) return;
    isClosing = true;
    await running.close();
    process.exit(0);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.send?.('ready');
}
