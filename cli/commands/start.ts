import type { Command } from 'commander';
import { withConnections } from '@/cli/database/prepare';
import type { Progress } from '@/cli/progress';
import { onStopRequest } from '@/cli/supervisor/signals';
import { type DatabaseAccess, Supervisor } from '@/cli/supervisor/supervisor';
import type { DemoSignIn } from '@/domain/demo/cast';
import { seedDemo } from '@/domain/demo/seed-demo';
import { type Environment, environment } from '@/domain/environment/env';
import { ensureSetupLink } from '@/domain/setup/setup-link';

interface StartOptions {
  readonly demo?: true;
  readonly dev?: true;
}

/** What to tell once everything runs. */
async function greeting(
  { keywardUrl, verifierHost, verifierPort }: Environment,
  { databaseUrl }: DatabaseAccess,
  demo: DemoSignIn | null,
): Promise<string[]> {
  const setupLink = await withConnections(databaseUrl, (db) => ensureSetupLink(db, keywardUrl));
  return [
    `Dashboard  ${keywardUrl}`,
    `Verifier   http://${verifierHost}:${verifierPort}`,
    ...(demo ? ['', `Sign in to the demo with ${demo.email} and ${demo.password}`] : []),
    ...(setupLink ? ['', 'Become the first administrator (works once):', setupLink] : []),
    '',
    'Ctrl-C stops everything.',
  ];
}

async function start(options: StartOptions, progress: Progress): Promise<void> {
  const since = performance.now() - process.uptime() * 1000;
  const settings = environment();
  const supervisor = new Supervisor({
    environment: settings,
    progress,
    isDevelopment: options.dev === true,
  });
  const stop = async () => {
    progress.note('stopping …');
    await supervisor.stop();
    progress.note('stopped');
    process.exit(0);
  };
  onStopRequest(stop, () => {
    supervisor.kill();
    progress.note('stopped by force');
    process.exit(130);
  });
  try {
    const access = await supervisor.startDatabase();
    const secret = settings.nextAuthSecret ?? access.secrets.nextAuthSecret;
    const demo = options.demo
      ? await progress.step('fill in the demo', () =>
          withConnections(access.databaseUrl, (db) => seedDemo(db, secret)),
        )
      : null;
    await supervisor.startProcesses(access);
    if (supervisor.isStopping) return;
    const lines = await greeting(settings, access, demo);
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    progress.note(`ready in ${seconds} s\n`);
    for (const line of lines) progress.note(line);
  } catch (error) {
    // While everything is being stopped, a failing step of the start is no news.
    if (supervisor.isStopping) return;
    await supervisor.stop();
    throw error;
  }
}

export function addStart(program: Command, progress: Progress): void {
  program
    .command('start')
    .description('run Postgres, dashboard, verifier and worker, and stop them with Ctrl-C')
    .option('--demo', 'fill a fresh installation with a sample organisation')
    .option('--dev', 'run the dashboard from source, for work on Keyward itself')
    .action((options: StartOptions) => start(options, progress));
}
