import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '@/cli/project-root';
import type { Environment } from '@/domain/environment/env';
import type { ChildPlan } from './child';

/** What Next prints about itself at each start; the supervisor has said it already. */
const NEXT_BANNER =
  /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)\b|· |✓ (Starting|Ready|Running)|GET \/(readyz|healthz) 200)|^\S*\[\?25h$/;

function nodeArgs(script: string, ...args: string[]): string[] {
  const guard = pathToFileURL(join(projectRoot, 'dist/exit-with-parent.js')).href;
  return ['--import', guard, script, ...args];
}

/** What the dashboard needs beyond the variables of the user. */
export function dashboardEnvironment(
  environment: Environment,
  databaseUrl: string,
  nextAuthSecret: string,
): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    KEYWARD_DATA_DIR: environment.dataDirectory,
    KEYWARD_URL: environment.keywardUrl,
    NEXTAUTH_URL: environment.keywardUrl,
    NEXTAUTH_SECRET: nextAuthSecret,
    NEXT_TELEMETRY_DISABLED: '1',
  };
}

export interface Plans {
  readonly dashboard: ChildPlan;
  readonly verifier: ChildPlan;
  readonly worker: ChildPlan;
}

/** The three processes of the product, as the supervisor starts them. */
export function planChildren(
  environment: Environment,
  databaseUrl: string,
  nextAuthSecret: string,
  isDevelopment: boolean,
): Plans {
  const env = {
    ...process.env,
    ...dashboardEnvironment(environment, databaseUrl, nextAuthSecret),
    NODE_ENV: isDevelopment ? 'development' : 'production',
  } as const;
  const role = (name: string): ChildPlan => ({
    name,
    args: nodeArgs(join(projectRoot, 'dist/role-process.js'), name),
    env,
    graceMs: 5_000,
  });
  return {
    dashboard: {
      ...role('dashboard'),
      // Open connections are cut at once; what the control API decided is still shipped.
      graceMs: 4_000,
      noise: NEXT_BANNER,
    },
    verifier: role('verifier'),
    worker: role('worker'),
  };
}
