import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnServer, startOwnServer } from '@/db/testing/own-server';
import { compareAnswers, isDecided } from '../testing/compare-answers';
import { type Load, startLoad } from '../testing/load';
import { until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

const ROUNDS = 3;
const ANSWERS_A_ROUND = 5_000;

let server: OwnServer;
let world: World;
let requests: Record<string, string>[];
let journalDir: string;
let verifier: Awaited<ReturnType<typeof spawnVerifier>>;

beforeAll(async () => {
  server = await startOwnServer();
  world = await makeWorld(server.db);
  requests = ['GET', 'GET', 'DELETE'].map((method, at) =>
    forwarded(world.token.secret, method, `/v1/invoices/${at}`),
  );
});
afterAll(() => server.stop());

/** Starts a verifier that has the token in memory, so that it can answer by itself. */
async function startWarm(port = 0) {
  const options = { ...PROCESS_OPTIONS, databaseUrl: server.url, journalDir, port };
  verifier = await spawnVerifier(options);
  const headers = requests[0] ?? {};
  expect((await fetch(`${verifier.address}/v1/authorize`, { headers })).status).toBe(200);
}

async function startUnderLoad() {
  journalDir = await mkdtemp(join(tmpdir(), 'verifier-crash-'));
  await startWarm();
  return startLoad(verifier.address, requests, { connections: 128, perSecond: 5_000 });
}

const portOf = (address: string) => Number(new URL(address).port);
const rates: number[] = [];

/** Waits until so many more decisions were answered, and notes at what rate they came. */
async function moreAnswers(load: Load, count = ANSWERS_A_ROUND) {
  const from = load.answers.length;
  let firstAtMs = 0;
  const decided = async () => {
    const found = load.answers.slice(from).filter(isDecided).length;
    if (found === 0) firstAtMs = performance.now();
    return found;
  };
  const found = await until(decided, (reached) => reached >= count, 120_000);
  rates.push(Math.round((found * 1_000) / (performance.now() - firstAtMs)));
}

const segmentsLeft = async () =>
  (await readdir(journalDir, { recursive: true })).filter((name) => name.endsWith('.journal'));

const metrics = async () => (await fetch(`${verifier.address}/metrics`)).text();

/** Ends everything in good order, and fails on any difference between answers and rows. */
async function compare(title: string, load: Load) {
  await load.stop();
  // A clean end leaves nothing behind, but has seconds only: what waited for Postgres comes first. Files
  // don't tell, for one may have been opened ahead.
  await until(metrics, (found) => /^keyward_journal_backlog_bytes 0$/m.test(found), 180_000);
  await verifier.end('SIGTERM');
  expect(await segmentsLeft()).toEqual([]);
  const note = `; answers/s while up: ${rates.splice(0).join(', ')}`;
  const found = await compareAnswers(server.db, title, load, note);
  expect(found).toMatchObject({ differences: [], doubled: 0, others: 0 });
  expect(found.decided).toBeGreaterThanOrEqual(ROUNDS * ANSWERS_A_ROUND);
}

describe('every answer a client received has exactly one row', { timeout: 480_000 }, () => {
  it('after the verifier is killed again and again under load', async () => {
    const load = await startUnderLoad();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await moreAnswers(load);
      await verifier.end('SIGKILL');
      await startWarm(portOf(verifier.address));
    }
    await compare(`verifier killed ${ROUNDS} times`, load);
  });

  it('after Postgres is killed again and again under load', async () => {
    const load = await startUnderLoad();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await moreAnswers(load, ANSWERS_A_ROUND / 2);
      await server.kill();
      const from = load.answers.length;
      await moreAnswers(load, ANSWERS_A_ROUND / 2);
      // Without Postgres it goes on from memory, and no answer is wrong.
      const during = new Set(load.answers.slice(from).map(({ status }) => status));
      expect(during).toEqual(new Set([200, 403]));
      await server.startAgain();
    }
    await compare(`Postgres killed ${ROUNDS} times`, load);
  });

  it('after both are killed again and again under load', async () => {
    const load = await startUnderLoad();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await moreAnswers(load);
      await Promise.all([server.kill(), verifier.end('SIGKILL')]);
      await server.startAgain();
      await startWarm(portOf(verifier.address));
    }
    await compare(`both killed ${ROUNDS} times`, load);
  });
});
