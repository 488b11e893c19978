import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { startAdministered } from '../lib/administered';
import type { Flags } from '../lib/flags';
import { type BenchPostgres, startPostgres } from '../lib/postgres';
import { goal, mebibytes, milliseconds, say, thousands } from '../lib/print';
import { percentile } from '../lib/statistics';
import { READY_WITHIN_MS, until } from '../lib/until';
import { fill, indexDays } from './fill';
import { followTail } from './follow-tail';
import { QUESTIONS, type Question } from './questions';
import { shipDecisions } from './ship-decisions';
import { takeAway } from './take-away';
import { verifyAll } from './verify-all';

const ROWS = 10_000_000;
const ROUNDS = 30;
const MIN_ROUNDS = 3;
const WARM_UP = 3;
/** For the rounds of one question by hand. */
const BY_HAND_MS = 20_000;
const PAUSE_MS = 100;
const TAIL_MS = 500;
const SECONDS = 20;
const [MIN_INGEST, MIN_EXPORT, MIN_VERIFIED] = [20_000, 50_000, 100_000];
const MAX_GROWTH = 67_108_864;

/** How long the logs take to answer among ten million decisions, beside SQL written by hand. */
export async function benchAudit(flags: Flags): Promise<boolean> {
  const rows = flags.rows ?? ROWS;
  const postgres = await startPostgres();
  try {
    await fill(postgres, rows);
    await indexDays(postgres);
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

/** @param withinMs so long, at least three rounds: what is slow needs no thirty */
async function measure(
  rounds: number,
  ask: () => Promise<unknown>,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<number[]> {
  const times: number[] = [];
  const begun = performance.now();
  for (let round = -WARM_UP; round < rounds; round += 1) {
    const start = performance.now();
    await ask();
    if (round >= 0) times.push(performance.now() - start);
    if (times.length >= MIN_ROUNDS && performance.now() - begun > withinMs) break;
  }
  return times;
}

/** Each question, then its SQL; a line each, said as it is measured, for all of it takes minutes. */
async function measureAll({ db, pool }: BenchPostgres, rounds: number): Promise<boolean> {
  say(`\n  ${line('', 'p50', 'p95', 'by hand p50', 'p95', 'rounds')}`);
  const found: { question: Question; p95: number }[] = [];
  for (const question of QUESTIONS) {
    const product = await measure(rounds, () => question.ask(db));
    const byHand = await measure(rounds, () => pool.query(question.sql), BY_HAND_MS);
    const figures = [product, byHand].flatMap((times) =>
      [0.5, 0.95].map((share) => milliseconds(percentile(times, share))),
    );
    say(`  ${line(question.name, ...figures, String(byHand.length))}`);
    found.push({ question, p95: percentile(product, 0.95) });
  }
  say('');
  return found
    .map(({ question: { name, goalMs }, p95 }) =>
      goal(`${name} within ${goalMs} ms p95`, milliseconds(p95), p95 <= goalMs),
    )
    .every(Boolean);
}

const line = (name: string, ...figures: string[]): string =>
  [name.padEnd(32), ...figures.map((one) => one.padStart(12))].join('  ');

/** The same first page ten times a second, and the live tail, while verifiers ship as fast as they can. */
async function measureMeanwhile(postgres: BenchPostgres, seconds: number): Promise<boolean> {
  const [question] = QUESTIONS;
  if (!question) throw new Error('there is no question');
  const times: number[] = [];
  let hasBegun = false;
  const dashboard = await startAdministered(postgres);
  const shipping = shipDecisions({ url: postgres.url, fill: null }, () => {
    hasBegun = true;
  });
  try {
    await until(READY_WITHIN_MS, 'decisions arrive', async () => hasBegun);
    const end = performance.now() + seconds * 1_000;
    while (performance.now() < end) {
      times.push(...(await measure(1, () => question.ask(postgres.db))));
      await delay(PAUSE_MS);
    }
    const behind = await followTail(postgres, dashboard);
    const shipped = await shipping.stop();
    const perSecond = shipped.rows / shipped.seconds;
    const p95 = percentile(times, 0.95);
    const late = percentile(behind, 0.95);
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
      goal(
        `live tail within ${TAIL_MS} ms p95 meanwhile`,
        `p50 ${milliseconds(percentile(behind, 0.5))}, p95 ${milliseconds(late)}, from before it is shipped`,
        late <= TAIL_MS,
      ),
    ].every(Boolean);
  } finally {
    await shipping.stop();
    await dashboard.stop();
  }
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
