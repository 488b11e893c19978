import type pg from 'pg';
import { milliseconds } from '../lib/print';
import { percentile } from '../lib/statistics';

/** How long one change took to arrive, counted from its event, a moment before the commit. */
export interface Timing {
  readonly seq: number;
  /** Until the last verifier's first denial had reached the caller. */
  readonly deniedMs: number;
  /** The same since the command had answered, a moment after the commit; 0 where it came before. */
  readonly sinceAnswerMs: number;
}

/** Times one change: `stop` makes it and returns its `seq`. */
export async function timeChange(
  pool: pg.Pool,
  watch: (stop: () => Promise<void>) => Promise<number>,
  stop: () => Promise<{ seq: number }>,
): Promise<Timing> {
  let seq = 0;
  let answeredAtMs = 0;
  const deniedAtMs = await watch(async () => {
    seq = (await stop()).seq;
    answeredAtMs = Date.now();
  });
  return {
    seq,
    deniedMs: deniedAtMs - (await eventAtMs(pool, seq)),
    sinceAnswerMs: Math.max(0, deniedAtMs - answeredAtMs),
  };
}

/** When an event happened by the clock of Postgres, which is this machine's, in milliseconds. */
async function eventAtMs(pool: pg.Pool, seq: number): Promise<number> {
  const { rows } = await pool.query<{ at_ms: string }>(
    `select extract(epoch from at) * 1000 as at_ms from audit_events where seq = $1`,
    [seq],
  );
  return Number(rows[0]?.at_ms);
}

/** Milliseconds from each event to the last of its receipts; an event with too few is an error. */
export async function receiptsMs(pool: pg.Pool, seqs: readonly number[], verifiers: number) {
  const { rows } = await pool.query<{ receipts: string; ms: string }>(
    `select count(*) as receipts, extract(epoch from max(confirmed_at) - e.at) * 1000 as ms
     from audit_events e join receipts r on r.seq = e.seq
     where e.seq = any($1::bigint[]) group by e.seq, e.at`,
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
