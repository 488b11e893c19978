import { mkdtempSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { startVerifier } from '../main';
import type { VerifierOptions } from '../options';

/** Starts a verifier on a free port, quiet, with a journal of its own. */
export async function startTestVerifier(
  databaseUrl: string,
  options: Partial<VerifierOptions> = {},
) {
  const journalDir = options.journalDir ?? mkdtempSync(join(tmpdir(), 'verifier-journal-'));
  const verifier = await startVerifier({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    name: 'test',
    outageGraceSeconds: 30,
    journalMaxBytes: 64 * 1024 * 1024,
    logLevel: 'silent',
    version: '0.0.0',
    ...options,
    journalDir,
  });
  return { ...verifier, journalDir };
}

/** Asks `/v1/verify` as a resource server. */
export async function verify(address: string, callerSecret: string, body: unknown) {
  const response = await fetch(`${address}/v1/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${callerSecret}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Asks `/v1/authorize` as a gateway; answers status and headers. */
export async function authorize(
  address: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<Response> {
  const response = await fetch(`${address}/v1/authorize`, { method, headers });
  await response.arrayBuffer();
  return response;
}

/** Whether the verifier has looked at the database within the last second, by its own metrics. */
export async function isFollowing(address: string): Promise<boolean> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^keyward_feed_silent_seconds (\S+)/m.exec(text)?.[1]) < 1;
}

/**
 * What takes so long on an idle machine may take longer on a busy one: a bound for tests that look at
 * speed, by the load there is for each core.
 */
export const onThisMachineMs = (idleMs: number): number =>
  idleMs * Math.max(1, (2 * (loadavg()[0] ?? 0)) / availableParallelism());

/**
 * Repeats until the check holds; fails with the last value when the time is up, which bounds a failure
 * only. Times are taken when a question is asked: its answer may be slow to arrive.
 */
export async function until<T>(
  look: () => Promise<T>,
  isReached: (value: T) => boolean,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await look();
    if (isReached(value)) return value;
    if (Date.now() > deadline) throw new Error(`not reached: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The rows of decisions with this value in a column, once there are as many as expected. */
export function recorded(
  db: Database,
  column: 'id' | 'requestId' | 'tokenId',
  value: string,
  count = 1,
) {
  return until(
    () => db.select().from(decisions).where(eq(decisions[column], value)),
    (rows) => rows.length >= count,
  );
}
