import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { appendBatch, lockHead, nameBatch } from './append-batch';
import { type CallerUses, countCallerUses } from './caller-uses';
import { columnsOf } from './decision-line';
import { sealLines } from './seal-lines';

const RESERVE = `insert into journal_positions (segment_id, verifier, shipped_bytes)
  values ($1, $2, 0) on conflict do nothing`;
const LOCK = 'select shipped_bytes from journal_positions where segment_id = $1 for update';
const MOVE = `update journal_positions set shipped_bytes = $2, updated_at = now() where segment_id = $1`;

/** What is copied in one turn of the event loop: decisions are waiting meanwhile. */
const PIECE_BYTES = 131_072;

interface Shipment {
  readonly segmentId: string;
  readonly verifier: string;
  /** Offset the shipment begins at in its segment, and the offset after it. */
  readonly from: number;
  readonly to: number;
  readonly lines: Buffer;
  readonly uses: CallerUses;
}

/**
 * Copies lines into `decisions` (where a trigger counts the uses of their tokens) and seals them, counts
 * those of callers and moves the segment's position, all in one transaction. Where the position is elsewhere,
 * nothing is copied: somebody else was there, or our own commit whose answer was lost.
 * @returns the offset that Postgres has, now
 */
export async function shipLines(pool: pg.Pool, shipment: Shipment): Promise<number> {
  const client = await pool.connect();
  try {
    const shipped = await shipOn(client, shipment);
    client.release();
    return shipped;
  } catch (error) {
    // Never reuse a connection whose transaction is in doubt.
    client.release(error as Error);
    throw error;
  }
}

async function shipOn(client: pg.PoolClient, shipment: Shipment): Promise<number> {
  const { segmentId, verifier, from, to, lines, uses } = shipment;
  await client.query('begin');
  await client.query(RESERVE, [segmentId, verifier]);
  const { rows } = await client.query<{ shipped_bytes: string }>(LOCK, [segmentId]);
  const shipped = Number(rows[0]?.shipped_bytes);
  if (shipped !== from) {
    await client.query('rollback');
    return shipped;
  }
  if (lines.length > 0) await copySealed(client, withholdSecrets(verifier), lines);
  await countCallerUses(client, uses);
  await client.query(MOVE, [segmentId, to]);
  await client.query('commit');
  return to;
}

/** Copies lines a day at a time, each day's as a batch of the verifier's chain. */
async function copySealed(client: pg.PoolClient, verifier: string, lines: Buffer): Promise<void> {
  const batches = await sealLines(lines);
  // All lines of a segment were written by one process.
  const columns = columnsOf(lines);
  let head = await lockHead(client, verifier);
  for (const sealed of batches) {
    const id = await nameBatch(client);
    const copy = copyFrom(`copy decisions (${columns}) from stdin`);
    await pipeline(inPieces(sealed.lines), client.query(copy));
    head = await appendBatch(client, head, { id, verifier, sealed });
  }
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
    await nextTurn();
  }
}

/** Forgets the position of a segment whose file is gone for good. */
export async function forgetPosition(pool: pg.Pool, segmentId: string): Promise<void> {
  await pool.query('delete from journal_positions where segment_id = $1', [segmentId]);
}
