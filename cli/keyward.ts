import { Command, CommanderError } from 'commander';
import { DatabaseUnusable } from '@/db/check-database';
import { describeError } from '@/db/describe-error';
import { explainDatabaseError, mayPass } from '@/db/explain-database-error';
import { EnvironmentError, environment } from '@/domain/environment/env';
import { CommandFailure } from './failure';
import type { Progress } from './progress';
import { version } from './project-root';

const REFUSED = 1;
const USAGE = 2;

type Add = (program: Command, progress: Progress) => void;

/** In the order of the help. Each is loaded when it is asked for: all of them take longer than most need. */
const COMMANDS: readonly (readonly [names: readonly string[], load: () => Promise<Add>])[] = [
  [['start'], async () => (await import('./commands/start')).addStart],
  [['dashboard'], async () => (await import('./commands/dashboard')).addDashboard],
  [['verifier'], async () => (await import('./commands/verifier')).addVerifier],
  [['worker'], async () => (await import('./commands/worker')).addWorker],
  [['migrate'], async () => (await import('./commands/migrate')).addMigrate],
  [['demo'], async () => (await import('./commands/demo')).addDemo],
  [['bootstrap'], async () => (await import('./commands/bootstrap')).addBootstrap],
  [['recover'], async () => (await import('./commands/recover')).addRecover],
  [['audit'], async () => (await import('./commands/audit')).addAudit],
  [['jobs'], async () => (await import('./commands/jobs')).addJobs],
  [['api'], async () => (await import('./remote/api')).addApi],
  [['whoami', 'access'], async () => (await import('./remote/access')).addAccess],
  [['exchange'], async () => (await import('./remote/exchange')).addExchange],
  [['identity'], async () => (await import('./remote/identity')).addIdentity],
  [['group'], async () => (await import('./remote/group')).addGroup],
  [['token'], async () => (await import('./remote/token')).addToken],
  [['receipts'], async () => (await import('./remote/receipts')).addReceipts],
  [['blast-radius'], async () => (await import('./remote/blast-radius')).addBlastRadius],
  [['incident'], async () => (await import('./remote/incident')).addIncident],
  [['anomaly'], async () => (await import('./remote/anomaly')).addAnomaly],
  [['request'], async () => (await import('./remote/request')).addRequest],
  [['view'], async () => (await import('./remote/view')).addView],
  [['retention'], async () => (await import('./remote/retention')).addRetention],
  [['sink', 'sinks'], async () => (await import('./remote/sink')).addSink],
  [
    ['export', 'plan', 'apply'],
    async () => (await import('./remote/configuration')).addConfiguration,
  ],
  [['scan'], async () => (await import('./scan/scan')).addScan],
];

/** With the command that is asked for, or with all of them, for the help and for a name that is none. */
async function createProgram([name = '']: readonly string[], progress: Progress): Promise<Command> {
  const program = new Command('keyward')
    .description('API tokens are keys. User groups decide what the keys can open.')
    .version(version)
    .exitOverride();
  const asked = COMMANDS.filter(([names]) => names.includes(name));
  for (const [, load] of asked.length > 0 ? asked : COMMANDS) (await load())(program, progress);
  return program;
}

function explain(error: unknown): string {
  const isPlain =
    error instanceof CommandFailure ||
    error instanceof EnvironmentError ||
    error instanceof DatabaseUnusable;
  if (isPlain) return error.message;
  const { DATABASE_URL: address } = process.env;
  return address && mayPass(error)
    ? explainDatabaseError(error, 'DATABASE_URL', address)
    : describeError(error);
}

/**
 * Runs one command line and sets the exit code: 0 done, 1 refused or failed, 2 usage.
 * @param args what was typed after `keyward`
 */
export async function main(args: readonly string[], progress: Progress): Promise<void> {
  try {
    environment();
    const program = await createProgram(args, progress);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed its own line; help that was asked for is no error.
      process.exitCode = error.exitCode === 0 ? 0 : USAGE;
      return;
    }
    process.stderr.write(`keyward: ${explain(error)}\n`);
    if (process.env.LOG_LEVEL === 'debug') process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = REFUSED;
  }
}
