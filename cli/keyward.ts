import { Command, CommanderError } from 'commander';
import { DatabaseUnusable } from '@/db/check-database';
import { describeError } from '@/db/describe-error';
import { explainDatabaseError, mayPass } from '@/db/explain-database-error';
import { EnvironmentError, environment } from '@/domain/environment/env';
import { addAudit } from './commands/audit';
import { addBootstrap } from './commands/bootstrap';
import { addDashboard } from './commands/dashboard';
import { addDemo } from './commands/demo';
import { addJobs } from './commands/jobs';
import { addMigrate } from './commands/migrate';
import { addRecover } from './commands/recover';
import { addStart } from './commands/start';
import { addVerifier } from './commands/verifier';
import { addWorker } from './commands/worker';
import { CommandFailure } from './failure';
import type { Progress } from './progress';
import { version } from './project-root';
import { addAccess } from './remote/access';
import { addApi } from './remote/api-import';
import { addConfiguration } from './remote/configuration';
import { addExchange } from './remote/exchange';
import { addGroup } from './remote/group';
import { addToken } from './remote/token';

const REFUSED = 1;
const USAGE = 2;

function createProgram(progress: Progress): Command {
  const program = new Command('keyward')
    .description('API tokens are keys. User groups decide what the keys can open.')
    .version(version)
    .exitOverride();
  addStart(program, progress);
  addDashboard(program);
  addVerifier(program);
  addWorker(program);
  addMigrate(program);
  addDemo(program);
  addBootstrap(program);
  addRecover(program);
  addAudit(program);
  addJobs(program);
  addApi(program);
  addAccess(program);
  addExchange(program);
  addGroup(program);
  addToken(program);
  addConfiguration(program);
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
  const program = createProgram(progress);
  try {
    environment();
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
