import type pg from 'pg';
import type { FeedEvent } from '@/domain/feed/read-events';
import { lastOf, NOTED_ACTIONS, type NotedEvent } from './stops';

export type Connection = Pick<pg.Pool, 'query'> | pg.ClientBase;

/** A lost stop that nobody has settled. */
export type UnsettledStop = Pick<NotedEvent, 'hash' | 'action' | 'affects'>;

/** How far back the log is read for what still stands. */
const MAX_EVENTS_BACK = 50_000;

const UNSETTLED = 'select hash, action, affects from lost_events where settled_at is null';

const NOTED_COLUMNS = `seq::int as seq, hash, prev_hash as "prevHash", to_json(at) #>> '{}' as at,
  action, outcome, target_id as "targetId", target_name as "targetName", affects`;

export interface Comparison {
  /** The hash of the first event; null in an empty log. */
  readonly firstHash: string | null;
  /** Those of the hashes asked for that no event of the log has. */
  readonly missing: readonly string[];
  readonly unsettled: readonly UnsettledStop[];
}

/** All that a comparison needs, in one round trip: the feed waits for it at every connection. */
export async function compareLog(
  primary: Connection,
  hashes: readonly string[],
): Promise<Comparison> {
  const { rows } = await primary.query<Comparison>(
    `select (select hash from audit_events where seq = 1) as "firstHash",
       array(select noted.hash from unnest($1::text[]) as noted(hash)
         where not exists (select from audit_events e where e.hash = noted.hash)) as missing,
       coalesce((select jsonb_agg(to_jsonb(lost)) from (${UNSETTLED}) as lost), '[]') as unsettled`,
    [hashes],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the log could not be compared');
  return row;
}

export async function readUnsettled(primary: Connection): Promise<UnsettledStop[]> {
  return (await primary.query<UnsettledStop>(UNSETTLED)).rows;
}

/** Tells the dashboard. @returns how many nobody had reported before */
export async function reportLost(
  primary: Connection,
  verifier: string,
  lost: readonly NotedEvent[],
): Promise<number> {
  const { rowCount } = await primary.query(
    `insert into lost_events (hash, seq, at, action, target_id, target_name, affects, reported_by)
     select hash, seq, at, action, "targetId", "targetName",
       array(select jsonb_array_elements_text(affects)), $2
     from jsonb_to_recordset($1::jsonb) as lost(hash text, seq bigint, at timestamptz, action text,
       "targetId" text, "targetName" text, affects jsonb)
     on conflict (hash) do nothing`,
    [JSON.stringify(lost), verifier],
  );
  return rowCount ?? 0;
}

export async function readLastEvent(primary: Connection): Promise<NotedEvent | null> {
  const { rows } = await primary.query<FeedEvent>(
    `select ${NOTED_COLUMNS} from audit_events order by seq desc limit 1`,
  );
  return lastOf(rows);
}

/** What was stopped and given back lately, whether or not this verifier ran then. */
export async function readRecentStops(primary: Connection): Promise<FeedEvent[]> {
  const { rows } = await primary.query<FeedEvent>(
    `select ${NOTED_COLUMNS} from audit_events
     where seq > (select seq - ${MAX_EVENTS_BACK} from audit_head) and action = any($1) order by seq`,
    [NOTED_ACTIONS],
  );
  return rows;
}
