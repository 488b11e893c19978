import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineJob } from '@/domain/jobs/define';

const DAYS_AHEAD = 7;

export const ensureDecisionDays = defineJob({
  name: 'decision-partitions',
  summary: 'Keeps the daily partitions of decisions ready a week ahead',
  input: z.strictObject({}),
  schedule: '17 * * * *',
  records: [],
  async run({ db }) {
    const { rows } = await db.execute<{ made: number }>(
      sql`select ensure_decision_partitions(current_date - 1, current_date + ${DAYS_AHEAD}::int) as made`,
    );
    return rows[0]?.made ?? 0;
  },
});
