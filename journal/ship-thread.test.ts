import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { like } from 'drizzle-orm';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDatabase, createPool, type Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { buildProgram } from '@/db/testing/build-program';
import { createTestDatabase } from '@/db/testing/test-database';
import { newId } from '@/domain/base/ids';
import { type OpenJournal, openJournal } from './open-journal';
import type { Decision } from './record/decision';
import { ShipThread } from './ship-thread';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pool: pg.Pool;
let db: Database;
let bundle: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.ownerUrl, { maxConnections: 4 });
  db = createDatabase(pool);
  bundle = await buildProgram('journal/ship-thread-entry.ts');
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Text that threads find written in a file of their own. */
const atTheFirstStart = (then: string) => `
  import { existsSync, writeFileSync } from 'node:fs';
  import { parentPort } from 'node:worker_threads';
  const mark = import.meta.filename + '.started';
  const isFirst = !existsSync(mark);
  writeFileSync(mark, '');
  if (isFirst) { ${then} }
  await import(${JSON.stringify(bundle)});
`;

let count = 0;

/** A thread that is the product's own, but for what stands before it. */
function threadThat(text: string): ShipThread {
  const path = join(dirname(bundle), `thread-${++count}.mjs`);
  writeFileSync(path, text);
  return new ShipThread(path, { databaseUrl: database.url, applicationName: `thread ${count}` });
}

const nothing = () => undefined;
async function open(shipThread: ShipThread, maxBytes = 10_000_000) {
  const journalDir = await mkdtemp(join(tmpdir(), 'ship-thread-'));
  const warn = vi.fn();
  const log = { info: nothing, warn, error: nothing, debug: nothing };
  const options = { verifier: 'threaded', journalDir, maxBytes, pool, shipThread, log };
  return { journal: await openJournal(options), journalDir, warn };
}

const decision = (requestId: string): Decision => ({
  id: newId('decision'),
  atMs: Date.now(),
  code: 'token_unknown',
  ...{ reason: null, token: null, identity: null, group: null, api: null, operation: null },
  ...{ scope: null, scopes: [], callerTokenId: 'tok_asker' },
  request: { method: 'GET', path: '/', ip: null, userAgent: null, requestId },
});
const keep = ({ recorder }: OpenJournal, requestId: string): Promise<Decision> =>
  new Promise((recorded, notRecorded) =>
    recorder.record(decision(requestId), { recorded, notRecorded }),
  );
const keepMany = (journal: OpenJournal, name: string) =>
  Promise.all(Array.from({ length: 500 }, (_, at) => keep(journal, `${name}-${at}`)));

const shipped = async (name: string) =>
  (
    await db
      .select({ id: decisions.requestId })
      .from(decisions)
      .where(like(decisions.requestId, `${name}-%`))
  ).map(({ id }) => id);
const uses = async () => {
  const text = `select coalesce(sum(allowed_count), 0)::int as count from token_usage where token_id = 'tok_asker'`;
  return (await pool.query<{ count: number }>(text)).rows[0]?.count ?? 0;
};
const segmentsIn = async (directory: string) =>
  (await readdir(directory, { recursive: true })).filter((name) => name.includes('.journal'));

/** All that was kept is there once, the uses of the one who asked too, and no file is left. */
async function expectOnce(
  { journal, journalDir }: { journal: OpenJournal; journalDir: string },
  name: string,
  usesBefore: number,
) {
  await expect.poll(async () => (await shipped(name)).length).toBeGreaterThanOrEqual(500);
  await expect.poll(() => journal.shipper.backlogBytes).toBe(0);
  await journal.close(10_000);
  const found = await shipped(name);
  expect([found.length, new Set(found).size]).toEqual([500, 500]);
  expect((await uses()) - usesBefore).toBe(500);
  expect(await segmentsIn(journalDir)).toEqual([]);
}

describe('a thread that ships', () => {
  it('brings every decision to Postgres once, and ends with its journal', async () => {
    const before = await uses();
    const opened = await open(threadThat(`await import(${JSON.stringify(bundle)});`));
    await keepMany(opened.journal, 'plain');
    await expectOnce(opened, 'plain', before);
    const connected = async () =>
      (
        await pool.query('select 1 from pg_stat_activity where application_name = $1', [
          `thread ${count}`,
        ])
      ).rowCount;
    await expect.poll(connected).toBe(0);
    expect(opened.warn).not.toHaveBeenCalled();
  });

  it.each([
    ['before it has read a part', `parentPort.once('message', () => process.exit(7));`],
    [
      'by an error that nobody catches',
      `parentPort.once('message', () => { throw new Error('out of order'); });`,
    ],
    [
      'after Postgres has committed, before it can say so',
      `parentPort.postMessage = () => process.exit(7);`,
    ],
    [
      'by its memory',
      `const all = []; parentPort.once('message', () => { for (;;) all.push(Array(1e5).fill(0.5)); });`,
    ],
  ])('and dies %s is replaced, and nothing is lost or doubled', async (what, then) => {
    const before = await uses();
    const name = `dies ${count}`;
    const opened = await open(threadThat(atTheFirstStart(then)));
    await keepMany(opened.journal, name);
    await expectOnce(opened, name, before);
    const [failures] = opened.warn.mock.calls;
    expect([what, failures?.[1]]).toEqual([what, 'decisions can’t be shipped, and wait']);
  });

  it('and dies amid a copy leaves no part of it behind', async () => {
    const before = await uses();
    const blocker = await pool.connect();
    await blocker.query('begin; lock table decisions in access exclusive mode');
    const waits = async () =>
      (
        await pool.query(
          `select 1 from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'`,
          [`thread ${count}`],
        )
      ).rowCount;
    const opened = await open(
      threadThat(
        atTheFirstStart(`setInterval(() => existsSync(mark + '.end') && process.exit(7), 10);`),
      ),
    );
    await keepMany(opened.journal, 'amid');
    await expect.poll(waits).toBe(1);
    writeFileSync(join(dirname(bundle), `thread-${count}.mjs.started.end`), '');
    await expect.poll(() => opened.journal.shipper.failingSinceMs).not.toBeNull();
    await blocker.query('rollback');
    blocker.release();
    await expectOnce(opened, 'amid', before);
  });

  it('and never starts keeps nobody from answering, until the journal is full', async () => {
    const thread = threadThat('process.exit(7);');
    const { journal } = await open(thread, 300_000);
    await keepMany(journal, 'kept');
    expect(journal.recorder.isHealthy()).toBe(true);
    const fill = async () => {
      for (;;) await keepMany(journal, 'kept');
    };
    await expect(fill()).rejects.toThrow('could not be written');
    // What the readiness of a verifier is asked of.
    expect(journal.recorder.isHealthy()).toBe(false);
    await expect.poll(() => journal.shipper.failingSinceMs).not.toBeNull();
    expect(await shipped('kept')).toEqual([]);
    await journal.close(1_000);
  });
});
