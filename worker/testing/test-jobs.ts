import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { defineJob } from '@/domain/jobs/define';

/** Jobs that leave a trace of what happens to them. A gate that is open lets `gated` end. */
export const TRACES = `create schema trace;
  create table trace.lines (id int generated always as identity, at timestamptz not null default clock_timestamp(),
    job text not null, pid int not null, said text not null);
  create table trace.gate (opened_at timestamptz not null);`;

/** Stands in each fault of `faulty`. */
export const SECRET = 'kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH';

const QUICK = { retries: { limit: 3, delaySeconds: 1, maxDelaySeconds: 4 }, leaseSeconds: 10 };

const say = (db: Database, job: string, said: string) =>
  db.execute(
    sql`insert into trace.lines (job, pid, said) values (${job}, ${process.pid}, ${said})`,
  );

async function count(db: Database, query: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await db.execute<{ count: string }>(query);
  return Number(rows[0]?.count);
}

export const plain = defineJob({
  name: 'plain',
  summary: 'Says what it was given',
  ...QUICK,
  input: z.strictObject({ word: z.string() }),
  records: [],
  async run({ db, input, progress }) {
    await progress(1, 2);
    await say(db, 'plain', input.word);
    return 1;
  },
});

export const faulty = defineJob({
  name: 'faulty',
  summary: 'Fails so often, with these words',
  ...QUICK,
  input: z.strictObject({ failures: z.number(), words: z.string() }),
  records: [],
  async run({ db, input }) {
    await say(db, 'faulty', 'tried');
    const tried = await count(db, sql`select count(*) from trace.lines where job = 'faulty'`);
    if (tried <= input.failures) throw new Error(`${input.words} ${SECRET}`);
    return 1;
  },
});

/** Waits until the gate is open. @throws where it must not go on */
async function waitAtGate(db: Database, job: string, signal: AbortSignal): Promise<void> {
  await say(db, job, 'began');
  while ((await count(db, sql`select count(*) from trace.gate`)) === 0) {
    if (signal.aborted) await say(db, job, 'stopped');
    signal.throwIfAborted();
    await sleep(20);
  }
  await say(db, job, 'ended');
}

export const gated = defineJob({
  name: 'gated',
  summary: 'Waits at the gate',
  ...QUICK,
  input: z.strictObject({}),
  records: [],
  async run({ db, signal }) {
    await waitAtGate(db, 'gated', signal);
    return 1;
  },
});

export const late = defineJob({
  name: 'late',
  summary: 'Waits at the gate for longer than it may',
  ...QUICK,
  deadlineSeconds: 1,
  input: z.strictObject({}),
  records: [],
  async run({ db, signal }) {
    await waitAtGate(db, 'late', signal);
    return 1;
  },
});

export const ticking = defineJob({
  name: 'ticking',
  summary: 'Says that it ran, as often as the clock of the queue can',
  ...QUICK,
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [],
  async run({ db }) {
    await say(db, 'ticking', 'ran');
    return 1;
  },
});

export const TEST_JOBS = [plain, faulty, gated, late];
