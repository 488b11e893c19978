import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';

const DAYS_AHEAD = 7;

/** Keeps the daily partitions of decisions ready a week ahead. @returns how many were made */
export async function ensureDecisionDays(db: Database): Promise<number> {
  const { rows } = await db.execute<{ made: number }>(
    sql`select ensure_decision_partitions(current_date - 1, current_date + ${DAYS_AHEAD}::int) as made`,
  );
  return rows[0]?.made ?? 0;
}
