import type pg from 'pg';
import { milliseconds } from '../lib/print';
import { percentile } from '../lib/statistics';
import type { Turn } from './probe-messages';

/** How long one change took to arrive, counted from its commit. */
export interface Timing {
  readonly seq: number;
  /** Until the last answer that still allowed it had reached the caller; 0 where it came before. */
  readonly allowedMs: number;
  /** Until the last verifier's first denial had. */
  readonly deniedMs: number;
}

/** Times one change: `stop` makes it and returns its `seq`. */
export async function timeChange(
  pool: pg.Pool,
  watch: (stop: () => Promise<void>) => Promise<Turn>,
  stop: () => Promise<{ seq: number }>,
): Promise<Timing> {
  let seq = 0;
  const { lastAllowedAtMs, deniedAtMs } = await watch(async () => {
    seq = (await stop()).seq;
  });
  const committedAtMs = await commitAtMs(pool, seq);
  return {
    seq,
    allowedMs: Math.max(0, lastAllowedAtMs - committedAtMs),
    deniedMs: deniedAtMs - committedAtMs,
  };
}

/** When an event was committed by the clock of Postgres, which is this machine's, in milliseconds. */
async function commitAtMs(pool: pg.Pool, seq: number): Promise<number> {
  const { rows } = await pool.query<{ at_ms: string }>(
    `select extract(epoch from pg_xact_commit_timestamp(xmin)) * 1000 as at_ms
     from audit_events where seq = $1`,
    [seq],
  );
  return Number(rows[0]?.at_ms);
}

/** Milliseconds from each commit to the last of its receipts; an event with too few is an error. */
export async function receiptsMs(pool: pg.Pool, seqs: readonly number[], verifiers: number) {
  const { rows } = await pool.query<{ receipts: string; ms: string }>(
    `select count(*) as receipts,
       extract(epoch from max(confirmed_at) - pg_xact_commit_timestamp(e.xmin)) * 1000 as ms
     from audit_events e join receipts r on r.seq = e.seq
     where e.seq = any($1::bigint[]) group by e.seq, e.xmin`,
    [seqs],
  );
  const whole = rows.filter(({ receipts }) => Number(receipts) === verifiers);
  if (whole.length !== seqs.length) {
    throw new Error(`${whole.length} of ${seqs.length} changes have all their receipts`);
  }
  return whole.map(({ ms }) => Number(ms));
}

/** One row of the table: p50, p99 and the worst. */
export const timingRow = (name: string, values: readonly number[]): string[] => [
  name,
  String(values.length),
  ...[0.5, 0.99, 1].map((share) => milliseconds(percentile(values, share))),
];
