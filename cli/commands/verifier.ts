import type { Command } from 'commander';
import { version } from '@/cli/project-root';
import type { Environment } from '@/domain/environment/env';
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
    logLevel: environment.logLevel,
    version,
  };
}

export function addVerifier(program: Command): void {
  program
    .command('verifier')
    .description('run the verifier alone, against DATABASE_URL')
    .action(() => runRole('verifier', 'startVerifier', verifierOptions));
}
