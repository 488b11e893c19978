import { randomBytes } from 'node:crypto';
import { freePort } from '@/db/embedded/free-port';
import { inRoot } from './paths';
import { launch } from './server-process';
import { isReady, READY_WITHIN_MS, until } from './until';

/** A dashboard process, and its control API as an administrator. */
export interface Dashboard {
  readonly url: string;
  /** @throws where it is refused, with what was answered */
  ask<Answer>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
  stop(): Promise<void>;
}

interface DashboardStart {
  readonly databaseUrl: string;
  /** A folder of its own: each process journals what it decides. */
  readonly journalDir: string;
  readonly managementToken: string;
  /** An issuer of JWTs on this machine. */
  readonly issuer: string;
}

/** Several processes of one installation have one. */
const serverSecret = randomBytes(32).toString('hex');

/** Starts one as `npm start` does: the built role and its environment. */
export async function startDashboard(start: DashboardStart): Promise<Dashboard> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { child, stop } = launch({
    args: [inRoot('dist/role-process.js'), 'dashboard'],
    isMeasured: false,
    env: {
      ...{ DATABASE_URL: start.databaseUrl, KEYWARD_JOURNAL_DIR: start.journalDir },
      ...{ DASHBOARD_PORT: String(port), KEYWARD_URL: url, NEXTAUTH_SECRET: serverSecret },
      ...{ TRUSTED_ISSUERS_PRIVATE: start.issuer, LOG_LEVEL: 'warn', NEXT_TELEMETRY_DISABLED: '1' },
    },
  });
  child.stdout.resume();
  await until(READY_WITHIN_MS, 'a dashboard is ready', () => isReady(url));
  return {
    url,
    stop,
    async ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${start.managementToken}`,
          'Content-Type': 'application/json',
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text) as Answer;
    },
  };
}
