import { sql } from 'drizzle-orm';
import type { Flags } from '../lib/flags';
import { type BenchPostgres, startPostgres } from '../lib/postgres';
import { goal, mebibytes, milliseconds, say, table, thousands } from '../lib/print';
import { percentile } from '../lib/statistics';
import { READY_WITHIN_MS, until } from '../lib/until';
import { fill } from './fill';
import { QUESTIONS, type Question } from './questions';
import { shipDecisions } from './ship-decisions';
import { takeAway } from './take-away';
import { verifyAll } from './verify-all';

const ROWS = 10_000_000;
const ROUNDS = 30;
const WARM_UP = 3;
const SECONDS = 20;
const [MIN_INGEST, MIN_EXPORT, MIN_VERIFIED] = [20_000, 50_000, 100_000];
const MAX_GROWTH = 67_108_864;

/** How long the logs take to answer among ten million decisions, beside SQL written by hand. */
export async function benchAudit(flags: Flags): Promise<boolean> {
  const rows = flags.rows ?? ROWS;
  const postgres = await startPostgres();
  try {
    await fill(postgres, rows);
    await postgres.analyze();
    const size = await postgres.db.execute<{ bytes: string }>(sql`
      select sum(pg_total_relation_size(relid)) as bytes from pg_partition_tree('decisions')`);
    say(`  ${thousands(rows)} decisions, ${mebibytes(Number(size.rows[0]?.bytes))} with indexes`);
    const alone = await measureAll(postgres, flags.rounds ?? ROUNDS);
    const seconds = flags.seconds ?? SECONDS;
    const met = [
      alone,
      await measureMeanwhile(postgres, seconds),
      await measureExport(postgres, seconds),
      await measureProof(postgres),
    ];
    return met.every(Boolean);
  } finally {
    await postgres.stop();
  }
}

async function measure(rounds: number, ask: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const start = performance.now();
    await ask();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times;
}

/** Each question beside its SQL, in turns, so that both find the caches alike. */
async function measureAll({ db, pool }: BenchPostgres, rounds: number): Promise<boolean> {
  const found: { question: Question; p95: number }[] = [];
  const rows: string[][] = [];
  for (const question of QUESTIONS) {
    const product = await measure(rounds, () => question.ask(db));
    const byHand = await measure(rounds, () => pool.query(question.sql));
    const p95 = percentile(product, 0.95);
    found.push({ question, p95 });
    rows.push([
      question.name,
      ...[percentile(product, 0.5), p95].map(milliseconds),
      ...[percentile(byHand, 0.5), percentile(byHand, 0.95)].map(milliseconds),
    ]);
  }
  table(['', 'p50', 'p95', 'by hand p50', 'p95'], rows);
  return found
    .map(({ question: { name, goalMs }, p95 }) =>
      goal(`${name} within ${goalMs} ms p95`, milliseconds(p95), p95 <= goalMs),
    )
    .every(Boolean);
}

/** The same first page while verifiers ship decisions as fast as they can. */
async function measureMeanwhile({ db, url }: BenchPostgres, seconds: number): Promise<boolean> {
  const [question] = QUESTIONS;
  if (!question) throw new Error('there is no question');
  const times: number[] = [];
  let hasBegun = false;
  const shipping = shipDecisions({ url, fill: null }, () => {
    hasBegun = true;
  });
  await until(READY_WITHIN_MS, 'decisions arrive', async () => hasBegun);
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) times.push(...(await measure(1, () => question.ask(db))));
  const shipped = await shipping.stop();
  const perSecond = shipped.rows / shipped.seconds;
  const p95 = percentile(times, 0.95);
  return [
    goal(
      `ingest of ${thousands(MIN_INGEST)} rows/s meanwhile, sealed`,
      `${thousands(perSecond)} rows/s`,
      perSecond >= MIN_INGEST,
    ),
    goal(
      `first page within ${question.goalMs} ms p95 meanwhile`,
      milliseconds(p95),
      p95 <= question.goalMs,
    ),
  ].every(Boolean);
}

async function measureExport({ db }: BenchPostgres, seconds: number): Promise<boolean> {
  const { rowsPerSecond, rows, growth } = await takeAway(db, seconds);
  return [
    goal(
      `export of ${thousands(MIN_EXPORT)} rows/s`,
      `${thousands(rowsPerSecond)} rows/s over ${thousands(rows)}`,
      rowsPerSecond >= MIN_EXPORT,
    ),
    goal('export at flat memory', `${mebibytes(growth)} more`, growth <= MAX_GROWTH),
  ].every(Boolean);
}

/** Every batch and every decision against its seal, and a chain of changes. */
async function measureProof({ db, pool }: BenchPostgres): Promise<boolean> {
  const found = await verifyAll(db, pool);
  return found
    .map(({ of, rows, seconds, holds }) => {
      const rate = rows / seconds;
      return goal(
        `verification of ${of}: ${thousands(MIN_VERIFIED)} rows/s`,
        `${holds ? 'holds' : 'BROKEN'}, ${thousands(rate)} rows/s over ${thousands(rows)}`,
        holds && rate >= MIN_VERIFIED,
      );
    })
    .every(Boolean);
}
