import type { Command } from 'commander';
import { version } from '@/cli/project-root';
import { type Environment, foreignVariable } from '@/domain/environment/env';
import { runRole } from './role';

/** The options of `startWorker` in `worker/main.ts`. */
function workerOptions(environment: Environment, databaseUrl: string) {
  const { logLevel, nextAuthSecret: serverSecret, webhookPrivateHosts, keywardUrl } = environment;
  const { smtpUrl, mailFrom: from, telemetry } = environment;
  const mail = smtpUrl === undefined ? null : { smtpUrl, from };
  const destinations = {
    privateHosts: environment.destinationPrivateHosts,
    variable: foreignVariable,
    closedDirectories: [environment.dataDirectory, environment.journalDirectory],
  };
  const settings = { serverSecret, webhookPrivateHosts, keywardUrl, mail, destinations };
  return { databaseUrl, logLevel, telemetry, version, ...settings };
}

export function addWorker(program: Command): void {
  program
    .command('worker')
    .description('run the background jobs alone, against DATABASE_URL')
    .action(() => runRole('worker', 'startWorker', workerOptions));
}
