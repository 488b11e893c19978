import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { dropDays } from '@/domain/retention/keep-retention';
import { SERVER_SECRET } from '@/domain/testing/world';

const DAY_MS = 86_400_000;

/** Noon of a UTC day so many days ago, milliseconds since the epoch. */
export const noonBefore = (days: number): number =>
  Math.floor(Date.now() / DAY_MS - days) * DAY_MS + DAY_MS / 2;

/** `2026-01-31`. */
export const dayBefore = (days: number): string =>
  new Date(noonBefore(days)).toISOString().slice(0, 10);

/** Keeps decisions for thirty days, as was decided long ago, and drops what is older. @returns how many days */
export async function dropDue(db: Database): Promise<number> {
  await db.execute(
    sql`update retention_policy set decisions_days = 30, shortened_at = now() - interval '8 days'`,
  );
  return runJob(dropDays, { db, settings: { ...NOTHING_SET, serverSecret: SERVER_SECRET } });
}
