import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineJob } from '@/domain/jobs/define';

export const indexClosedDays = defineJob({
  name: 'decision-indexes',
  summary: 'Indexes the paths of days that are over, so that text in them is found',
  input: z.strictObject({}),
  schedule: '7 * * * *',
  records: [],
  async run({ db, signal }) {
    for (let made = 0; ; made += 1) {
      signal.throwIfAborted();
      const { rows } = await db.execute<{ made: boolean }>(
        sql`select index_closed_decisions() as made`,
      );
      if (!rows[0]?.made) return made;
    }
  },
});
