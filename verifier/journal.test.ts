import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { newId } from '@/domain/base/ids';
import { type OpenJournal, openJournal } from '@/journal/open-journal';
import type { Decision } from '@/journal/record/decision';
import { openTestDatabase } from './testing/database';
import { recorded, until } from './testing/start';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

// Nobody listens there: what goes into a journal with this pool stays in it.
const unreachable = createPool('postgres://nobody@127.0.0.1:1/nothing');
const nothing = () => undefined;
const silent = { info: nothing, warn: nothing, error: nothing, debug: nothing };
const newDirectory = () => mkdtemp(join(tmpdir(), 'journal-test-'));

const open = (journalDir: string, options: { verifier?: string; maxBytes?: number } = {}) =>
  openJournal({
    journalDir,
    verifier: options.verifier ?? 'journal',
    maxBytes: options.maxBytes ?? 10_000_000,
    pool: database.pool,
    log: silent,
  });

const decision = (requestId: string, fields: Partial<Decision['request']> = {}): Decision => ({
  id: newId('decision'),
  atMs: Date.now(),
  code: 'token_unknown',
  reason: null,
  token: null,
  identity: null,
  group: null,
  api: null,
  operation: null,
  scope: null,
  scopes: [],
  request: { method: 'GET', path: '/', ip: null, userAgent: null, requestId, ...fields },
  callerTokenId: null,
});

const keep = ({ recorder }: OpenJournal, kept: Decision): Promise<Decision> =>
  new Promise((recorded, notRecorded) => recorder.record(kept, { recorded, notRecorded }));

const countOf = (requestId: string) =>
  database.db.$count(decisions, eq(decisions.requestId, requestId));
const rowsOf = (requestId: string, count?: number) =>
  recorded(database.db, 'requestId', requestId, count);
const segments = async (directory: string) =>
  (await readdir(directory, { recursive: true })).filter((name) => name.includes('.journal'));

/** Lets decisions become durable without their being shipped, as if the process died then. */
async function leaveBehind(
  journalDir: string,
  requestIds: string[],
  callerTokenId: string | null = null,
) {
  const scratch = await newDirectory();
  const journal = await openJournal({
    journalDir: scratch,
    verifier: 'dead',
    maxBytes: 10_000_000,
    pool: unreachable,
    log: silent,
  });
  for (const requestId of requestIds) {
    await keep(journal, { ...decision(requestId), callerTokenId });
  }
  const [name = ''] = await segments(scratch);
  const bytes = await readFile(join(scratch, name));
  await closeUnshipped(journal);
  const path = join(journalDir, 'v-dead');
  await mkdir(path, { recursive: true });
  const file = join(path, name.split('/').at(-1) ?? '');
  await writeFile(file, bytes);
  return { file, bytes };
}

async function closeUnshipped(journal: OpenJournal) {
  await journal.recorder.close();
  await journal.shipper.stop(0);
}

function nothingIfGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

describe('a journal', () => {
  it('ships every decision once, with whatever stands in its texts', async () => {
    const directory = await newDirectory();
    const journal = await open(directory);
    const text = 'tab\t newline\n return\r backslash\\ \\N quote" ünïcode 🔑';
    await keep(journal, decision('odd', { userAgent: text, path: '\\.' }));
    await keep(journal, decision('odd', { userAgent: '\\N' }));
    const rows = await rowsOf('odd', 2);
    expect(rows.map((row) => row.userAgent).sort()).toEqual(['\\N', text].sort());
    expect(rows.map((row) => row.path)).toContain('\\.');
    await journal.close(5_000);
    expect(await segments(directory)).toEqual([]);
  });

  it('replays what a dead process left, under whatever name it ran, and only once', async () => {
    const directory = await newDirectory();
    const { file, bytes } = await leaveBehind(directory, ['left', 'left']);
    const first = await open(directory);
    const before = await rowsOf('left', 2);
    await until(
      async () => segments(directory),
      (names) => names.length === 0,
    );
    await first.close(5_000);
    // The file comes back with its position still known: nothing is copied again.
    await database.pool.query(
      'insert into journal_positions (segment_id, verifier, shipped_bytes) values ($1, $2, $3)',
      [file.split('/').at(-1)?.replace('.journal', ''), 'dead', bytes.length],
    );
    await mkdir(join(directory, 'v-dead'), { recursive: true });
    await writeFile(file, bytes);
    const second = await open(directory);
    await until(
      async () => segments(directory),
      (names) => names.length === 0,
    );
    await second.close(5_000);
    expect(await rowsOf('left', 2)).toHaveLength(before.length);
  });

  it('ships many commits at once, each with the uses of its callers', async () => {
    const directory = await newDirectory();
    const requestIds = Array.from({ length: 50 }, (_, at) => `many-${at}-${'x'.repeat(at)}`);
    await leaveBehind(directory, requestIds, 'tok_caller');
    const journal = await open(directory);
    await until(
      async () => segments(directory),
      (names) => names.length === 0,
    );
    await journal.close(5_000);
    const rows = await database.db
      .select()
      .from(decisions)
      .where(like(decisions.requestId, 'many-%'));
    expect(rows.map((row) => row.requestId).sort()).toEqual(requestIds.sort());
    const { rows: used } = await database.pool.query(
      "select allowed_count::int as count from token_usage where token_id = 'tok_caller'",
    );
    expect(used).toEqual([{ count: 50 }]);
  });

  it('drops a torn tail, and ships what stands before it', async () => {
    const directory = await newDirectory();
    const { file, bytes } = await leaveBehind(directory, ['whole', 'torn']);
    await truncate(file, bytes.length - 7);
    const journal = await open(directory);
    await until(
      async () => segments(directory),
      (names) => names.length === 0,
    );
    await journal.close(5_000);
    expect(await rowsOf('whole')).toHaveLength(1);
    expect(await countOf('torn')).toBe(0);
  });

  it('notices a changed byte, ships the rest, and keeps the file', async () => {
    const directory = await newDirectory();
    const { file, bytes } = await leaveBehind(directory, ['damaged', 'intact']);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    await writeFile(file, bytes);
    const journal = await open(directory);
    await rowsOf('intact');
    await until(
      async () => segments(directory),
      (names) => names.every(isDamaged),
    );
    await journal.close(5_000);
    expect(await countOf('damaged')).toBe(0);
    expect((await segments(directory)).map(isDamaged)).toEqual([true]);
  });

  it('writes over the files of segments that are shipped, and loses and doubles nothing', async () => {
    const directory = await newDirectory();
    // Eight segments of 4.5 MB, each of some 2,000 of these.
    const journal = await open(directory, { maxBytes: 36_000_000 });
    const path = `/${'x'.repeat(1_990)}`;
    const files = new Set<bigint>();
    const seen = new Set<string>();
    for (let round = 0; round < 80; round += 1) {
      const kept = Array.from({ length: 100 }, () => decision('over', { path }));
      await Promise.all(kept.map((one) => keep(journal, one)));
      // Shipping keeps up, so that there is something to write over.
      await until(
        async () => journal.shipper.backlogBytes,
        (bytes) => bytes < 1_000_000,
      );
      for (const name of await segments(directory)) {
        seen.add(name);
        // Shipping goes on meanwhile: what was listed may be renamed or gone by now.
        const found = await stat(join(directory, name), { bigint: true }).catch(nothingIfGone);
        if (found) files.add(found.ino);
      }
    }
    await journal.close(10_000);
    expect(await countOf('over')).toBe(8_000);
    expect(seen.size).toBeGreaterThan(files.size);
    expect(journal.recorder.bytesOnDisk).toBe(0);
    expect((await readdir(join(directory, 'v-journal'))).sort()).toEqual([
      'files.lock',
      'name.lock',
    ]);
  });

  it('takes nothing that an earlier segment left in its file for its own', async () => {
    const directory = await newDirectory();
    const earlier = await leaveBehind(await newDirectory(), ['earlier', 'earlier']);
    const { file, bytes } = await leaveBehind(directory, ['later']);
    // As a crash leaves it: one commit, then what stood in the file before.
    await writeFile(file, Buffer.concat([bytes, earlier.bytes, Buffer.alloc(10_000)]));
    const other = join(directory, 'v-dead', `${newId('decision')}.journal`);
    await writeFile(other, earlier.bytes);
    const journal = await open(directory);
    await until(
      async () => segments(directory),
      (names) => names.length === 0,
    );
    await journal.close(5_000);
    expect(await countOf('later')).toBe(1);
    expect(await countOf('earlier')).toBe(0);
  });

  it('refuses when it is full', async () => {
    const journal = await open(await newDirectory(), { maxBytes: 4_000 });
    const blocker = await database.pool.connect();
    await blocker.query('begin; lock table decisions in access exclusive mode');
    const large = decision('full', { userAgent: 'u'.repeat(300) });
    const fill = async () => {
      for (;;) await keep(journal, { ...large, id: newId('decision') });
    };
    await expect(fill()).rejects.toThrow('could not be written');
    expect(journal.recorder.isHealthy()).toBe(false);
    await blocker.query('rollback');
    blocker.release();
    // As soon as there is room it takes decisions again, by itself.
    await until(async () => journal.recorder.isHealthy(), Boolean);
    await keep(journal, decision('room'));
    await rowsOf('room');
    await journal.close(5_000);
  });

  it('refuses when its directory can’t be written, and recovers', async () => {
    const directory = await newDirectory();
    const journal = await open(directory);
    await rm(directory, { recursive: true });
    await expect(keep(journal, decision('unwritable'))).rejects.toThrow();
    expect(journal.recorder.isHealthy()).toBe(false);
    await mkdir(join(directory, 'v-journal'), { recursive: true });
    await until(async () => journal.recorder.isHealthy(), Boolean);
    await keep(journal, decision('writable'));
    await rowsOf('writable');
    await journal.close(5_000);
  });

  it('is not shared by two living verifiers of one name', async () => {
    const directory = await newDirectory();
    const journal = await open(directory);
    await expect(open(directory)).rejects.toThrow(/VERIFIER_NAME/);
    const other = await open(directory, { verifier: 'other' });
    await other.close(1_000);
    await journal.close(1_000);
    await (await open(directory)).close(1_000);
  });

  it('lets verifiers that start together begin, though one ships what the other left', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const directory = await newDirectory();
      const request = `together-${round}`;
      await leaveBehind(directory, [request]);
      const opened = await Promise.all(
        ['one', 'dead', 'two'].map((verifier) => open(directory, { verifier })),
      );
      await rowsOf(request);
      await Promise.all(opened.map((journal) => journal.close(1_000)));
      expect(await countOf(request)).toBe(1);
    }
  });
});

const isDamaged = (name: string) => name.endsWith('.damaged');
