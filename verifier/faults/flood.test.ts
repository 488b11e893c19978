import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { SINGLE_ROWS, WINDOW_MS } from '@/journal/record/denial-aggregator';
import { compareAnswers } from '../testing/compare-answers';
import { openTestDatabase } from '../testing/database';
import { startLoad } from '../testing/load';
import { authorize, onThisMachineMs, until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

const FLOOD = 100_000;
const FLOOD_MS = 45_000;
const MAX_CONNECTIONS = 12;
const STRANGER = '198.51.100.66';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof spawnVerifier>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  const journalDir = await mkdtemp(join(tmpdir(), 'verifier-flood-'));
  verifier = await spawnVerifier({ ...PROCESS_OPTIONS, databaseUrl: database.url, journalDir });
  const warm = () =>
    authorize(verifier.address, forwarded(world.token.secret, 'GET', '/v1/invoices'));
  await until(warm, ({ status }) => status === 200);
});
afterAll(() => database.drop());

const connections = async () => {
  const { rows } = await database.pool.query(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name like 'keyward %'`,
  );
  return rows[0].count as number;
};

it('100,000 unknown tokens of one address starve nobody, and are a handful of rows', {
  timeout: 240_000,
}, async () => {
  const known = await startLoad(
    verifier.address,
    [forwarded(world.token.secret, 'GET', '/v1/invoices')],
    { connections: 8, perSecond: 100 },
  );
  const startedAt = Date.now();
  const flood = await startLoad(
    verifier.address,
    [{ ...forwarded(null, 'GET', '/v1/invoices'), 'x-forwarded-for': STRANGER }],
    { connections: 64, perSecond: 20_000, atMost: FLOOD, unknownTokens: true },
  );
  let most = 0;
  await until(
    async () => {
      most = Math.max(most, await connections());
      return flood.answers.length;
    },
    (count) => count >= FLOOD || Date.now() - startedAt > FLOOD_MS,
    FLOOD_MS * 1.5,
  );
  await Promise.all([known.stop(), flood.stop()]);
  const tookMs = Date.now() - startedAt;
  // A clean end closes the last window.
  await verifier.end('SIGTERM');

  const refused = flood.answers.filter(({ status }) => status === 401).length;
  const rows = await database.db.select().from(decisions).where(eq(decisions.ip, STRANGER));
  const folded = rows.filter((row) => row.foldedCount > 1);
  const sum = rows.reduce((total, row) => total + row.foldedCount, 0);
  const latencies = known.answers.map((answer) => answer.tookMs).sort((one, other) => one - other);
  const at = (share: number) => Math.round(latencies[Math.floor(latencies.length * share)] ?? NaN);
  process.stdout.write(
    `flood: ${flood.sent} unknown tokens in ${tookMs} ms, ${refused} answered 401, ${rows.length} rows ` +
      `that stand for ${sum}; at most ${most} connections to Postgres; known token beside it: ` +
      `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
  );
  const found = await compareAnswers(database.db, 'known token beside the flood', known);
  expect(found).toMatchObject({ differences: [], doubled: 0, others: 0 });
  expect(found.unavailable).toBeLessThan(known.answers.length / 100);
  expect(at(0.5)).toBeLessThan(onThisMachineMs(500));
  expect(most).toBeLessThanOrEqual(MAX_CONNECTIONS);

  // Every refusal is in the sum; a client that never heard its answer may be, too.
  expect(sum).toBeGreaterThanOrEqual(refused);
  expect(sum).toBeLessThanOrEqual(flood.sent);
  const windows = Math.ceil(tookMs / WINDOW_MS) + 1;
  expect(rows.length).toBeLessThanOrEqual(windows * (SINGLE_ROWS + 1));
  expect(folded.length).toBeGreaterThan(0);
  for (const row of folded) {
    const [from, to] = [Date.parse(row.at), Date.parse(`${row.foldedUntil}`)];
    expect(from).toBeGreaterThanOrEqual(startedAt - 5);
    expect(to).toBeGreaterThan(from);
    expect(to - from).toBeLessThanOrEqual(2 * WINDOW_MS);
  }
});
