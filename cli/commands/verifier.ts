import type { Command } from 'commander';
import { migrationsFolder, version } from '@/cli/project-root';
import { checkDatabase } from '@/db/check-database';
import { mayPass } from '@/db/explain-database-error';
import { lastMigrationAt } from '@/db/migrate';
import { type Environment, environment } from '@/domain/environment/env';
import { runRole } from './role';

/** The options of `startVerifier` in `verifier/main.ts`. */
function verifierOptions(environment: Environment, databaseUrl: string) {
  return {
    databaseUrl,
    replicaDatabaseUrl: environment.verifierDatabaseUrl,
    host: environment.verifierHost,
    port: environment.verifierPort,
    name: environment.verifierName,
    workers: environment.verifierWorkers,
    outageGraceSeconds: environment.outageGraceSeconds,
    trustedProxies: environment.trustedProxies,
    journalDir: environment.journalDirectory,
    journalMaxBytes: environment.journalMaxBytes,
    telemetry: environment.telemetry,
    logLevel: environment.logLevel,
    version,
  };
}

/** A replica that is away is waited for while the verifier runs; one that can't be right is not. */
async function checkReplica({ verifierDatabaseUrl }: Environment): Promise<void> {
  if (!verifierDatabaseUrl) return;
  const check = {
    variable: 'VERIFIER_DATABASE_URL',
    use: 'read',
    patienceMs: 0,
    lastMigrationAt: await lastMigrationAt(migrationsFolder),
  } as const;
  await checkDatabase(verifierDatabaseUrl, check).catch((error: Error) => {
    if (!mayPass(error)) throw error;
    process.stderr.write(`${error.message}\n`);
  });
}

export function addVerifier(program: Command): void {
  program
    .command('verifier')
    .description('run the verifier alone, against DATABASE_URL')
    .action(async () => {
      await checkReplica(environment());
      await runRole('verifier', 'startVerifier', verifierOptions);
    });
}
