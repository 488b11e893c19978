import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { type Answered, startLoad } from '../testing/load';
import { type OwnServer, startOwnServer } from '../testing/own-server';
import { until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

let server: OwnServer;
let world: World;

beforeAll(async () => {
  server = await startOwnServer();
  world = await makeWorld(server.db);
});
afterAll(() => server.stop());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isAnswered = ({ status }: Answered) => status === 200 || status === 403;
const headersFor = (count: number) =>
  forwarded(world.token.secret, count % 3 === 0 ? 'DELETE' : 'GET', `/v1/invoices/${count}`);

/** Starts a verifier that has the token in memory, so that it can answer by itself. */
async function startWarm(journalDir: string) {
  const verifier = await spawnVerifier({ ...PROCESS_OPTIONS, databaseUrl: server.url, journalDir });
  const warm = await fetch(`${verifier.address}/v1/authorize`, { headers: headersFor(1) });
  expect(warm.status).toBe(200);
  return verifier;
}

/** Compares every answer a client received with the rows there are in the end. */
async function compare(answers: readonly Answered[], journalDir: string) {
  // A last verifier replays what is left, and its clean end leaves nothing behind.
  const last = await startWarm(journalDir);
  const waiting = async () => (await readdir(journalDir, { recursive: true })).filter(isSegment);
  await until(waiting, (names) => names.length <= 1, 15_000);
  await last.end('SIGTERM');
  expect(await waiting()).toEqual([]);
  const rows = await server.db
    .select({ id: decisions.id, requestId: decisions.requestId, code: decisions.code })
    .from(decisions);
  const byRequest = new Map<string, typeof rows>();
  for (const row of rows) {
    const known = byRequest.get(row.requestId ?? '') ?? [];
    known.push(row);
    byRequest.set(row.requestId ?? '', known);
  }
  const differences = answers.filter(isAnswered).filter((answer) => {
    const found = byRequest.get(answer.requestId) ?? [];
    const code = answer.status === 200 ? 'allowed' : 'operation_not_granted';
    const isSame = answer.decisionId === undefined || found[0]?.id === answer.decisionId;
    return found.length !== 1 || found[0]?.code !== code || !isSame;
  });
  expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  return { answered: answers.filter(isAnswered).length, rows: rows.length, differences };
}

const isSegment = (name: string) => name.endsWith('.journal');

describe('every answer a client received has exactly one row', () => {
  it('after the verifier is killed again and again under load', { timeout: 120_000 }, async () => {
    const journalDir = await mkdtemp(join(tmpdir(), 'verifier-crash-'));
    const answers: Answered[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const verifier = await startWarm(journalDir);
      const load = startLoad(verifier.address, headersFor);
      await until(
        async () => load.answers.length,
        (count) => count > 300 * round,
        20_000,
      );
      await verifier.end('SIGKILL');
      await load.stop();
      answers.push(...load.answers);
    }
    const { answered, rows, differences } = await compare(answers, journalDir);
    process.stdout.write(
      `verifier killed: ${answered} answers, ${rows} rows, ${differences.length} differences\n`,
    );
    expect(answered).toBeGreaterThan(1_000);
    expect(differences).toEqual([]);
  });

  it('after Postgres, and then both, are killed under load', { timeout: 120_000 }, async () => {
    const journalDir = await mkdtemp(join(tmpdir(), 'verifier-crash-'));
    const verifier = await startWarm(journalDir);
    const load = startLoad(verifier.address, headersFor);
    await until(
      async () => load.answers.length,
      (count) => count > 300,
      20_000,
    );
    await server.kill();
    const before = load.answers.length;
    await pause(2_000);
    const during = load.answers.slice(before);
    // Without Postgres it goes on from memory, and no answer is wrong.
    expect(during.length).toBeGreaterThan(100);
    expect(new Set(during.map(({ status }) => status))).toEqual(new Set([200, 403]));
    await server.startAgain();
    await pause(1_500);
    await server.kill();
    await verifier.end('SIGKILL');
    await load.stop();
    await server.startAgain();
    const { answered, rows, differences } = await compare(load.answers, journalDir);
    process.stdout.write(
      `both killed: ${answered} answers, ${rows} rows, ${differences.length} differences\n`,
    );
    expect(differences).toEqual([]);
  });
});
