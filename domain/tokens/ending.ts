import { and, gt, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';

/** When a token ends at the latest, as `endOf` says it of one that is shown. */
export const endsAt = sql`least(${tokens.expiresAt}, ${tokens.retiresAt})`;

/** Not by `clock_timestamp()`, so that the index `tokens_ending_in_group` can be used. */
export const isYetToEnd = and(sql`${tokens.state} <> 'revoked'`, gt(endsAt, sql`now()`));

/** The beginning of a day, UTC; `day` is a date in SQL. */
const startOf = (day: SQL) => sql`((${day})::timestamp at time zone 'UTC')`;

/** Today by the database's clock, UTC. */
const TODAY = sql`(now() at time zone 'UTC')::date`;

const NO_DAY = 'Write a day such as 2027-01-31.';
/** Postgres has no year 0. */
const day = () => z.iso.date(NO_DAY).refine((text) => text >= '0001', NO_DAY);

export const endingFilters = {
  /** Of tokens that are yet to end, the first day (UTC) on which they do. */
  endsFrom: day().optional(),
  /** The last such day, itself included. */
  endsTo: day().optional(),
  /** Of tokens that are yet to end, how many days are left at most: today is the first. */
  endsWithinDays: z.coerce.number().int().min(1).max(3_660).optional(),
};
type EndingFilters = {
  [Key in keyof typeof endingFilters]?: z.output<(typeof endingFilters)[Key]>;
};

export function endingWithin(filters: EndingFilters): SQL | undefined {
  const { endsFrom, endsTo, endsWithinDays } = filters;
  if (!endsFrom && !endsTo && !endsWithinDays) return undefined;
  return and(
    isYetToEnd,
    endsFrom ? sql`${endsAt} >= ${startOf(sql`${endsFrom}::date`)}` : undefined,
    endsTo ? sql`${endsAt} < ${startOf(sql`${endsTo}::date + 1`)}` : undefined,
    endsWithinDays
      ? sql`${endsAt} < ${startOf(sql`${TODAY} + ${endsWithinDays}::int`)}`
      : undefined,
  );
}
