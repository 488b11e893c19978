import type { Command } from 'commander';
import { loadSecrets } from '@/cli/database/secrets';
import { projectRoot, version } from '@/cli/project-root';
import { dashboardEnvironment } from '@/cli/supervisor/child-commands';
import { type Environment, environment } from '@/domain/environment/env';
import { runRole } from './role';

/** The options of `startDashboard` in `app/main.ts`. */
function dashboardOptions(settings: Environment, databaseUrl: string) {
  return {
    host: settings.dashboardHost,
    port: settings.dashboardPort,
    directory: projectRoot,
    keywardUrl: settings.keywardUrl,
    isDevelopment: process.env.NODE_ENV === 'development',
    trustedProxies: settings.trustedProxies,
    singleSignOn: { databaseUrl, oidc: settings.oidc },
    telemetry: settings.telemetry,
    version,
    journal: {
      databaseUrl,
      directory: settings.journalDirectory,
      maxBytes: settings.journalMaxBytes,
      logLevel: settings.logLevel,
    },
  };
}

/** Next and next-auth read the environment themselves, so what was derived is put back into it. */
async function runDashboard(): Promise<void> {
  const settings = environment();
  if (settings.databaseUrl) {
    const secret =
      settings.nextAuthSecret ?? (await loadSecrets(settings.dataDirectory)).nextAuthSecret;
    Object.assign(process.env, dashboardEnvironment(settings, settings.databaseUrl, secret), {
      NODE_ENV: process.env.NODE_ENV ?? 'production',
    });
  }
  await runRole('dashboard', 'startDashboard', dashboardOptions);
}

export function addDashboard(program: Command): void {
  program
    .command('dashboard')
    .description('run the dashboard and control API alone, against DATABASE_URL')
    .action(runDashboard);
}
