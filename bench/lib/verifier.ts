import { freePort } from '@/db/embedded/free-port';
import { inRoot } from './paths';
import { launch, type ServerProcess } from './server-process';
import { isReady, READY_WITHIN_MS, until } from './until';

export interface VerifierStart {
  readonly name: string;
  readonly databaseUrl: string;
  readonly journalDir: string;
  readonly isMeasured?: boolean;
  /** The Node that runs it; ours where omitted. */
  readonly node?: string;
  /** A folder that gets a CPU profile when the process ends. */
  readonly profile?: string | null;
}

export interface VerifierProcess extends ServerProcess {
  /** The values of `/metrics` without labels, by name without `keyward_verifier_`. */
  metrics(): Promise<Map<string, number>>;
  /** Resolves when Postgres has every decision made so far. */
  shipped(): Promise<void>;
}

/** Starts the product's verifier as `npm start` does: the built role and its environment. */
export async function startVerifier(start: VerifierStart): Promise<VerifierProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const profiling = start.profile ? ['--cpu-prof', '--cpu-prof-dir', start.profile] : [];
  const { child, pid, stop } = launch({
    args: [...profiling, inRoot('dist/role-process.js'), 'verifier'],
    isMeasured: start.isMeasured,
    node: start.node,
    env: {
      DATABASE_URL: start.databaseUrl,
      VERIFIER_PORT: String(port),
      VERIFIER_NAME: start.name,
      KEYWARD_JOURNAL_DIR: start.journalDir,
      LOG_LEVEL: 'warn',
    },
  });
  child.stdout.pipe(process.stderr);
  await until(READY_WITHIN_MS, `${start.name} is ready`, () => isReady(url));
  const metrics = () => readMetrics(url);
  return {
    pid,
    url,
    stop,
    metrics,
    shipped: () =>
      until(120_000, `${start.name} has shipped`, async () => {
        return (await metrics()).get('journal_backlog_bytes') === 0;
      }),
  };
}

async function readMetrics(url: string): Promise<Map<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.matchAll(/^keyward_(?:verifier_)?(\w+) (\S+)$/gm);
  return new Map([...lines].map(([, name, value]) => [name as string, Number(value)]));
}
