import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { defineJob } from '@/domain/jobs/define';

/** Indexes the newest day that is over and has no index yet. @returns whether there was one */
export async function indexNextDay(db: Queryable): Promise<boolean> {
  const { rows } = await db.execute<{ made: boolean }>(
    sql`select index_closed_decisions() as made`,
  );
  return rows[0]?.made ?? false;
}

export const indexClosedDays = defineJob({
  name: 'decision-indexes',
  summary: 'Indexes the paths of days that are over, so that text in them is found',
  input: z.strictObject({}),
  schedule: '7 * * * *',
  records: [],
  async run({ db, signal }) {
    for (let made = 0; ; made += 1) {
      signal.throwIfAborted();
      if (!(await indexNextDay(db))) return made;
    }
  },
});
