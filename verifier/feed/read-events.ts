import type pg from 'pg';

/** What a verifier needs to know of a change. */
export interface FeedEvent {
  readonly seq: number;
  readonly action: string;
  /** Ids of tokens, groups, identities and APIs whose decisions it changes. */
  readonly affects: readonly string[];
}

const BATCH_EVENTS = 1_000;

/** The next events after `seq`, in order, at most a batch. */
export async function readEvents(client: pg.ClientBase, seq: number): Promise<FeedEvent[]> {
  const { rows } = await client.query<{ seq: string; action: string; affects: string[] }>({
    name: 'feed-events',
    text: `select seq, action, affects from audit_events where seq > $1 order by seq limit ${BATCH_EVENTS}`,
    values: [seq],
  });
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/**
 * The `seq` of the last committed event; 0 in an empty log.
 * @param observeClock told what the database's clock says, and `performance.now()` around that
 */
export async function readHead(
  client: pg.ClientBase | pg.Pool,
  observeClock?: (databaseMs: number, beforeMs: number, afterMs: number) => void,
): Promise<number> {
  const beforeMs = performance.now();
  const { rows } = await client.query<{ seq: string; clock_ms: number }>({
    name: 'feed-head',
    text: `select seq, extract(epoch from clock_timestamp())::float8 * 1000 as clock_ms
      from audit_head where id = 1`,
  });
  const [head] = rows;
  if (head === undefined) throw new Error('the audit log has no head row: run the migrations');
  observeClock?.(head.clock_ms, beforeMs, performance.now());
  return Number(head.seq);
}
