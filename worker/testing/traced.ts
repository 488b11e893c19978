import { sql } from 'drizzle-orm';
import type { z } from 'zod';
import { createDatabase, createPool } from '@/db/client';
import { createTestDatabase } from '@/db/testing/test-database';
import type { JobDefinition } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { readJobStates } from '@/domain/jobs/job-states';
import { TEST_JOBS, TRACES } from './test-jobs';

interface Line {
  readonly [column: string]: unknown;
  readonly at: Date;
  readonly pid: number;
  readonly said: string;
}

/** A database of its own, in which the jobs of the tests leave their traces. */
export async function openTraced() {
  const database = await createTestDatabase();
  const pool = createPool(database.url, { maxConnections: 4 });
  const db = createDatabase(pool);
  await db.execute(sql.raw(TRACES));
  return {
    db,
    url: database.url,
    put: <Input extends z.ZodType>(job: JobDefinition<Input>, input: z.input<Input>) =>
      db.transaction((tx) => enqueue(tx, job, input)),
    async linesOf(job: string): Promise<Line[]> {
      const { rows } = await db.execute<Line>(
        sql`select at, pid, said from trace.lines where job = ${job} order by id`,
      );
      return rows.map((line) => ({ ...line, at: new Date(line.at) }));
    },
    async said(job: string): Promise<string[]> {
      return (await this.linesOf(job)).map(({ said }) => said);
    },
    openGate: () => db.execute(sql`insert into trace.gate values (now())`),
    /** What the queue says of its jobs of one kind. */
    async queued(job: string) {
      const { rows } = await db.execute<{ state: string; tries: number; output: object | null }>(
        sql`select state, retry_count + 1 as tries, output from keyward_jobs.job where name = ${job} order by created_on`,
      );
      return rows;
    },
    async stateOf(job: string) {
      const [state] = (await readJobStates(db, TEST_JOBS)).filter(({ name }) => name === job);
      if (!state) throw new Error(`no test job is called ${job}`);
      return state;
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

export type Traced = Awaited<ReturnType<typeof openTraced>>;
