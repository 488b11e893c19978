import { sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { GRACE_DAYS } from './limits';
import type { Retention } from './retention-policy';

const DAY_MS = 86_400_000;

/** Decisions of one UTC day as they are kept. */
export interface KeptDay {
  /** `2026-01-31`. */
  readonly day: string;
  /** About as many, as Postgres last counted them. */
  readonly rows: number;
  readonly bytes: number;
  /** When they are dropped, milliseconds since the epoch; null for never. */
  readonly dropsAtMs: number | null;
}

/** Days before today whose decisions are kept, the oldest first. */
export async function listKeptDays(
  db: Queryable,
  { decisionsDays }: Pick<Retention, 'decisionsDays'>,
  shortenedAt: Date,
): Promise<KeptDay[]> {
  const { rows } = await db.execute<{ day: string; rows: string; bytes: string }>(sql`
    with partitions as (
      select to_date(substring(c.relname from 11), 'YYYYMMDD') as day, c.reltuples, c.oid
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'decisions'::regclass and c.relname ~ '^decisions_[0-9]{8}$'),
    kept as (
      select day, pg_total_relation_size(oid) as bytes, case when reltuples >= 0 then reltuples::bigint else (
        select count(*) from decisions where at >= day::timestamp at time zone 'UTC'
          and at < (day + 1)::timestamp at time zone 'UTC') end as rows
      from partitions
      union all select (at at time zone 'UTC')::date, 0, count(*) from decisions_default group by 1)
    select to_char(day, 'YYYY-MM-DD') as day, sum(rows) as rows, sum(bytes) as bytes from kept
    where day < (now() at time zone 'UTC')::date group by kept.day order by kept.day`);
  return rows.map((row) => ({
    ...{ day: row.day, rows: Number(row.rows), bytes: Number(row.bytes) },
    dropsAtMs: dropsAtMs(row.day, decisionsDays, shortenedAt),
  }));
}

/** Once all of the day is older than it must be, and nobody has taken back what made it so. */
function dropsAtMs(day: string, days: number | null, shortenedAt: Date): number | null {
  if (days === null) return null;
  const isOldAtMs = Date.parse(day) + (days + 1) * DAY_MS;
  return Math.max(isOldAtMs, shortenedAt.getTime() + GRACE_DAYS * DAY_MS);
}
