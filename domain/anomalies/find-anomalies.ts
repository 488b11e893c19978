import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { tokenNetworks } from '@/db/schema/anomalies';
import { groups } from '@/db/schema/groups';
import { decisionCounts } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { toInstantText } from '@/domain/base/instant';
import { type AnomalyKind, type Found, STOPPED_CODES } from '@/domain/notices/anomaly-facts';
import type { AnomalyPolicy } from './anomaly-policy';
import { asTable, type UsedNetwork } from './learn-networks';
import { inPortion, type Portion } from './portion';
import { toldAlready } from './told-already';

/** Of a kind in one run; the others wait for the next. */
export const MAX_FOUND = 100;
const BASELINE_DAYS = 7;
const DAY_MS = 86_400_000;

type Row<Fields> = Fields & Record<string, unknown>;

/** What was not told yet, of a token or group that is there; `subject` and `window` are columns. */
const untold = (kind: AnomalyKind, subject: SQL, window: SQL, policy: AnomalyPolicy) =>
  sql`not ${toldAlready({ kind, subject, window }, policy)}
    and (exists (select from ${tokens} where tokens.id = ${subject})
      or exists (select from ${groups} where groups.id = ${subject}))`;

const text = (at: Date | string) => toInstantText(new Date(at));

/** Tokens that are allowed from a network they were never seen in, though others were known for long. */
export async function findNewNetworks(
  db: Database,
  policy: AnomalyPolicy,
  used: readonly UsedNetwork[],
): Promise<Found[]> {
  if (used.length === 0) return [];
  const { rows } = await db.execute<
    Row<{ id: string; network: string; at: Date; last: Date; known: number }>
  >(
    sql`with fresh as materialized (select * from ${asTable(used)}
        where not exists (select from ${tokenNetworks} as kept
          where kept.token_id = used.token_id and kept.network = used.network))
      select distinct on (fresh.token_id) fresh.token_id as id, fresh.network,
        fresh.first_at as at, fresh.last_at as last, earlier.known
      from fresh
      cross join lateral (select count(*)::int as known, min(first_seen_at) as since
        from ${tokenNetworks} as other
        where other.token_id = fresh.token_id and other.first_seen_at < fresh.first_at) as earlier
      where earlier.since <= fresh.first_at - make_interval(days => ${policy.historyDays})
        and ${untold('new_network', sql`fresh.token_id`, sql`fresh.network`, policy)}
      order by fresh.token_id, fresh.first_at limit ${MAX_FOUND}`,
  );
  return rows.map(({ id, network, at, last, known }) => ({
    ...{ subject: id, window: network, seenFrom: text(at), seenTo: text(last) },
    anomaly: { kind: 'new_network', network, at: text(at), known },
  }));
}

/**
 * Tokens and groups that are denied far more often today (UTC) than on the days of the week before. A
 * group is where enough is left without its tokens that are told themselves.
 */
export async function findDeniedSpikes(db: Database, policy: AnomalyPolicy): Promise<Found[]> {
  const { spikeMinimum, spikeFactor } = policy;
  const { rows } = await db.execute<
    Row<{ id: string; denied: number; usual: number; day: string }>
  >(sql`
    with today as materialized (
      select dimension, value, date_trunc('day', hour, 'UTC') as begins, sum(denied) as denied,
        to_char(date_trunc('day', hour, 'UTC') at time zone 'UTC', 'YYYY-MM-DD') as day
      from ${decisionCounts}
      where dimension in ('token', 'group') and hour >= date_trunc('day', now(), 'UTC')
      group by 1, 2, 3 having sum(denied) >= ${spikeMinimum}),
    many as materialized (
      select today.*, denied - coalesce((select sum(one.denied) from today as one
          join ${tokens} on tokens.id = one.value and tokens.group_id = today.value
          where one.dimension = 'token' and one.day = today.day), 0) as counted
      from today),
    news as materialized (
      select * from many where counted >= ${spikeMinimum}
        and ${untold('denied_spike', sql`many.value`, sql`many.day`, policy)}),
    compared as (
      select news.value as id, news.day, news.denied::int as denied, news.counted,
        coalesce(sum(before.denied), 0)::float8 / ${BASELINE_DAYS} as usual
      from news left join ${decisionCounts} as before
        on before.dimension = news.dimension and before.value = news.value
        and before.hour >= news.begins - make_interval(days => ${BASELINE_DAYS})
        and before.hour < news.begins
      group by news.dimension, 1, 2, 3, 4)
    select id, day, denied, usual from compared where counted >= ${spikeFactor} * usual
    order by day, id limit ${MAX_FOUND}`);
  return rows.map(({ id, denied, usual, day }) => ({
    ...{ subject: id, window: day, seenFrom: text(day) },
    seenTo: text(new Date(Date.parse(day) + DAY_MS)),
    anomaly: { kind: 'denied_spike', denied, usual: Math.round(usual * 10) / 10, day },
  }));
}

/** Tokens that are sent though they were revoked or rotated out, or their membership has ended. */
export async function findStoppedUses(
  db: Database,
  policy: AnomalyPolicy,
  portion: Portion,
): Promise<Found[]> {
  const codes = sql.param([...STOPPED_CODES]);
  const { rows } = await db.execute<
    Row<{
      id: string;
      at: Date;
      ip: string | null;
      code: (typeof STOPPED_CODES)[number];
      day: string;
      last: Date;
    }>
  >(
    sql`select * from (
        select distinct on (token_id) token_id as id, at, ip, code,
          to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, max(at) over (partition by token_id) as last
        from ${inPortion(portion)} as new
        where outcome = 'denied' and token_id is not null and code = any(${codes}::text[])
        order by token_id, at) as first
      where ${untold('stopped_use', sql`first.id`, sql`first.day`, policy)}
      order by at limit ${MAX_FOUND}`,
  );
  return rows.map(({ id, at, ip, code, day, last }) => ({
    ...{ subject: id, window: day, seenFrom: text(at), seenTo: text(last) },
    anomaly: { kind: 'stopped_use', at: text(at), ip, code },
  }));
}

/** Tokens that were allowed from more networks within minutes than one holder is in. */
export async function findSpread(db: Database, policy: AnomalyPolicy): Promise<Found[]> {
  const { spreadNetworks, spreadMinutes } = policy;
  const { rows } = await db.execute<
    Row<{ id: string; count: number; networks: string[]; day: string; first: Date; last: Date }>
  >(sql`
    select * from (
      select token_id as id, count(*)::int as count,
        (array_agg(network order by last_seen_at desc, network))[1:5] as networks,
        to_char(max(last_seen_at) at time zone 'UTC', 'YYYY-MM-DD') as day,
        min(last_seen_at) as first, max(last_seen_at) as last
      from ${tokenNetworks}
      where last_seen_at >= now() - make_interval(mins => ${spreadMinutes})
      group by token_id having count(*) >= ${spreadNetworks}) as spread
    where ${untold('spread', sql`spread.id`, sql`spread.day`, policy)}
    order by count desc, id limit ${MAX_FOUND}`);
  return rows.map(({ id, count, networks, day, first, last }) => ({
    ...{ subject: id, window: day, seenFrom: text(first), seenTo: text(last) },
    anomaly: { kind: 'spread', count, networks, minutes: spreadMinutes },
  }));
}
