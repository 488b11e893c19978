import type pg from 'pg';
import type { Position } from './position';

/** What a decision needs to know of a change. */
export interface FeedEvent {
  readonly seq: number;
  readonly hash: string;
  /** The hash of the event before it. */
  readonly prevHash: string;
  /** ISO 8601. */
  readonly at: string;
  readonly action: string;
  readonly outcome: 'done' | 'denied';
  readonly targetId: string | null;
  readonly targetName: string | null;
  /** Ids of tokens, groups, identities and APIs whose decisions it changes. */
  readonly affects: readonly string[];
}

const MAX_EVENTS = 1_000;

/** The next events after `seq`, in order, at most a batch. */
export async function readEvents(client: pg.ClientBase, seq: number): Promise<FeedEvent[]> {
  const { rows } = await client.query<Omit<FeedEvent, 'seq'> & { seq: string }>({
    name: 'feed-events',
    text: `select seq, hash, prev_hash as "prevHash", to_json(at) #>> '{}' as at, action, outcome,
        target_id as "targetId", target_name as "targetName", affects
      from audit_events where seq > $1 order by seq limit ${MAX_EVENTS}`,
    values: [seq],
  });
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/**
 * Where the log ends: the last committed event; `seq` is 0 in an empty log.
 * @param observeClock told what the database's clock says, and `performance.now()` around that
 */
export async function readHead(
  client: pg.ClientBase | pg.Pool,
  observeClock?: (databaseMs: number, beforeMs: number, afterMs: number) => void,
): Promise<Position> {
  const beforeMs = performance.now();
  const { rows } = await client.query<{ seq: string; hash: string; clock_ms: number }>({
    name: 'feed-head',
    text: `select seq, hash, extract(epoch from clock_timestamp())::float8 * 1000 as clock_ms
      from audit_head where id = 1`,
  });
  const [head] = rows;
  if (head === undefined) throw new Error('the audit log has no head row: run the migrations');
  observeClock?.(head.clock_ms, beforeMs, performance.now());
  return { seq: Number(head.seq), hash: head.hash };
}
