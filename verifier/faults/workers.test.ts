import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { receipts, verifiers } from '@/db/schema/operating';
import { openTestDatabase } from '../testing/database';
import { makeToken, revoke } from '../testing/fixture';
import { startLoad } from '../testing/load';
import { until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: World;
let verifier: Awaited<ReturnType<typeof spawnVerifier>>;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  const journalDir = await mkdtemp(join(tmpdir(), 'verifier-workers-'));
  const options = { ...PROCESS_OPTIONS, databaseUrl: database.url, journalDir, workers: 2 };
  verifier = await spawnVerifier(options);
});
afterAll(async () => {
  await verifier.end('SIGTERM');
  await database.drop();
});

const fleet = () => database.db.select().from(verifiers).orderBy(verifiers.name);
const headers = (secret: string) => forwarded(secret, 'GET', '/v1/invoices');

it('two workers share the port, and both answer for a revocation with a receipt', async () => {
  const members = await until(fleet, (rows) => rows.length === 2);
  expect(members.map(({ name }) => name)).toEqual(['test-1', 'test-2']);
  const token = await makeToken(database.db, world.owner);
  const load = await startLoad(verifier.address, [headers(token.secret)], {
    connections: 16,
    perSecond: 500,
  });
  await until(
    async () => load.answers.length,
    (count) => count > 100,
  );
  const seq = await revoke(database.db, token.id);
  const confirmed = () => database.db.select().from(receipts).where(eq(receipts.seq, seq));
  await until(confirmed, (rows) => rows.length === 2);
  // What is asked after both have confirmed is denied, whichever of them answers.
  const asked = await load.mark();
  await until(
    async () => load.answers.length,
    (count) => count > asked + 100,
  );
  await load.stop();
  const later = load.answers.filter(({ requestId }) => Number(requestId.split('-')[1]) > asked);
  expect(new Set(later.map(({ status }) => status))).toEqual(new Set([401]));
  const rows = await until(
    () => database.db.select().from(decisions).where(eq(decisions.tokenId, token.id)),
    (found) => found.length >= load.answers.length,
  );
  expect(new Set(rows.map((row) => row.verifier))).toEqual(new Set(['test-1', 'test-2']));
});

it('a worker that dies is replaced under its name, and the port goes on answering', async () => {
  const startedAt = async () => (await fleet()).map((row) => row.startedAt.getTime());
  const before = await startedAt();
  const [child] = execFileSync('pgrep', ['-P', String(verifier.pid), '-f', 'program.mjs'], {
    encoding: 'utf8',
  }).split('\n');
  process.kill(Number(child), 'SIGKILL');
  await until(startedAt, (times) => times.filter((time, at) => time !== before[at]).length === 1);
  expect(await fleet()).toHaveLength(2);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      fetch(`${verifier.address}/v1/authorize`, { headers: headers(world.token.secret) }),
    ),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
