import { type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { type FollowingBatch, readFollowingBatches } from '@/domain/ledger/following-batches';

/** By verifier, the last of its batches that was looked at. */
export type Place = Record<string, number>;

/** Whole batches to look at, and the times that all of their decisions lie in, as Postgres writes them. */
export interface Portion {
  readonly batches: readonly FollowingBatch[];
  readonly spans: readonly { readonly from: string; readonly to: string }[];
}

const MAX_BATCHES = 500;
const MAX_DECISIONS = 100_000;
/** Spans closer than twice this are one. */
const WIDENED_SECONDS = 30;

/** What follows a place, at least one batch of it; null where nothing does. */
export async function nextPortion(db: Queryable, place: Place): Promise<Portion | null> {
  const following = await readFollowingBatches(db, place, MAX_BATCHES);
  let rows = 0;
  const end = following.findIndex((batch) => {
    rows += batch.rows;
    return rows > MAX_DECISIONS;
  });
  const batches = following.slice(0, end === -1 ? following.length : Math.max(end, 1));
  return batches.length === 0 ? null : { batches, spans: await spansOf(db, batches) };
}

async function spansOf(db: Queryable, batches: readonly FollowingBatch[]) {
  const firstAts = sql.param(batches.map(({ firstAt }) => firstAt));
  const lastAts = sql.param(batches.map(({ lastAt }) => lastAt));
  const wide = sql`make_interval(secs => ${WIDENED_SECONDS})`;
  const { rows } = await db.execute<{ from: string; to: string }>(sql`
    select lower(span)::text as from, upper(span)::text as to from (
      select unnest(range_agg(tstzrange(first_at - ${wide}, last_at + ${wide}, '[]'))) as span
      from unnest(${firstAts}::timestamptz[], ${lastAts}::timestamptz[]) as t (first_at, last_at)) as spans`);
  return rows;
}

/** The decisions of a portion. Its times are constants: Postgres reads no other partition, and of those a range. */
export function inPortion({ batches, spans }: Portion): SQL {
  const ids = sql.param(batches.map(({ id }) => id));
  const times = spans.map(
    ({ from, to }) =>
      sql`(${decisions.at} >= ${from}::timestamptz and ${decisions.at} <= ${to}::timestamptz)`,
  );
  return sql`(select * from ${decisions}
    where (${sql.join(times, sql` or `)}) and ${decisions.batch} = any(${ids}::bigint[]))`;
}
