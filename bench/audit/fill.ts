import { sql } from 'drizzle-orm';
import { indexNextDay } from '@/domain/upkeep/index-closed-days';
import type { BenchPostgres } from '../lib/postgres';
import { say, thousands } from '../lib/print';
import { shipDecisions } from './ship-decisions';

const DAYS = 30;
const TOLD_EVERY_MS = 5_000;

/** Fills the last thirty days, an hour at a time as decisions come, and says how far it is. */
export async function fill({ db, url }: BenchPostgres, rows: number): Promise<void> {
  await db.execute(
    sql`select ensure_decision_partitions(current_date - ${DAYS}::int - 1, current_date + 1)`,
  );
  let toldMs = performance.now();
  await shipDecisions({ url, fill: { rows, days: DAYS } }, (shipped) => {
    if (performance.now() - toldMs < TOLD_EVERY_MS && shipped.rows < rows) return;
    toldMs = performance.now();
    const rate = thousands(shipped.rows / shipped.seconds);
    say(`  shipped ${thousands(shipped.rows)} of ${thousands(rows)}, ${rate} rows/s`);
  }).done();
}

/** What the worker does with each day that is over. */
export async function indexDays({ db }: BenchPostgres): Promise<void> {
  const start = performance.now();
  let days = 0;
  while (await indexNextDay(db)) days += 1;
  const seconds = (performance.now() - start) / 1_000;
  say(`  paths of ${days} days indexed in ${seconds.toFixed(0)} s`);
}
