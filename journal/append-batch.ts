import type pg from 'pg';
import { GENESIS_HASH } from '@/domain/ledger/verify-chain';
import { batchHash } from '@/domain/seals/batch-hash';
import type { SealedLines } from './seal-lines';

interface Head {
  readonly seq: number;
  readonly hash: string;
  /** When a batch that follows it now is sealed. */
  readonly nowAt: string;
}

// Exports and bounds go by these times: a clock that is put back doesn't turn them around.
const LOCK = `select seq, hash, to_char(greatest(clock_timestamp(), sealed_at) at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now
  from decision_heads where verifier = $1 for update`;
const BEGIN = `insert into decision_heads (verifier, seq, hash) values ($1, 0, '${GENESIS_HASH}')
  on conflict do nothing`;
// The decisions that are copied next take it for theirs, by the default of their column.
const NAME = `with next as (select nextval('decision_batch_ids') as id)
  select id, set_config('keyward.batch', id::text, true) from next`;
const APPEND = `with sealed as (
    insert into decision_batches (id, verifier, seq, day, rows, leaves, root, prev_hash, hash, first_at,
      last_at, sealed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
  update decision_heads set seq = $3, hash = $9, sealed_at = $12 where verifier = $2`;

/** The end of a verifier's chain, which nobody else moves until this transaction ends. */
export async function lockHead(client: pg.ClientBase, verifier: string): Promise<Head> {
  for (;;) {
    const { rows } = await client.query<{ seq: string; hash: string; now: string }>(LOCK, [
      verifier,
    ]);
    const [head] = rows;
    if (head) return { seq: Number(head.seq), hash: head.hash, nowAt: head.now };
    await client.query(BEGIN, [verifier]);
  }
}

/** Names the batch of the decisions that are copied next. */
export async function nameBatch(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ id: string }>(NAME);
  return Number(rows[0]?.id);
}

/** Appends the batch to the verifier's chain. @returns its new end */
export async function appendBatch(
  client: pg.ClientBase,
  head: Head,
  { id, verifier, sealed }: { id: number; verifier: string; sealed: SealedLines },
): Promise<Head> {
  const { day, rows, leaves, firstAt, lastAt } = sealed;
  const seq = head.seq + 1;
  const root = sealed.root.toString('hex');
  const sealedAt = head.nowAt;
  const hash = batchHash(head.hash, { id, verifier, seq, day, rows, root, sealedAt });
  const place = [id, verifier, seq, day, rows, leaves, root, head.hash, hash, firstAt, lastAt];
  await client.query(APPEND, [...place, sealedAt]);
  return { ...head, seq, hash };
}
