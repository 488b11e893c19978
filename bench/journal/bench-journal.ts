import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { residentBytes } from '@/bench/lib/usage';
import type { VerifierProcess } from '@/bench/lib/verifier';
import type { Flags } from '../lib/flags';
import { goal, mebibytes, say, table, thousands } from '../lib/print';
import { splitCores } from '../lib/processors';
import { slope } from '../lib/statistics';
import { startVerifier } from '../lib/verifier';
import { runLoad } from '../load/run-load';
import { authorizeRequest, makeWorld } from '../world/world';

const TOKENS = 10_000;
const CONNECTIONS = 256;
const SECONDS = 300;
const ROW_SECONDS = 30;
const SAMPLE_MS = 1_000;
const MEBIBYTE = 1_048_576;
/** Left out of the slope: caches fill and the compiler is at work. */
const WARM_UP_SHARE = 0.2;
const MAX_BACKLOG_BYTES = 64 * MEBIBYTE;
const MAX_SLOPE = 2 * MEBIBYTE;

/** As many decisions as the verifier makes, for minutes, all of them shipped; and its memory. */
export async function benchJournal(flags: Flags): Promise<boolean> {
  say(`  ${splitCores()}`);
  const seconds = flags.seconds ?? SECONDS;
  const { postgres, uses } = await makeWorld(TOKENS, flags.openapi);
  const verifier = await startVerifier({
    name: 'bench',
    databaseUrl: postgres.url,
    journalDir: join(postgres.folder, 'journal'),
    profile: flags.profile,
  });
  try {
    const requests = uses.map(authorizeRequest);
    const shape = { connections: CONNECTIONS, ratePerSecond: null };
    const load = runLoad({ url: verifier.url, requests, seconds, ...shape });
    const samples = await sampleFor(seconds, verifier);
    const { answers, refusals, failures } = await load;
    await verifier.shipped();
    const end = await readSample(verifier);
    const { rows } = await postgres.pool.query<{ count: string }>('select count(*) from decisions');
    printSamples(samples);
    say(`  ${thousands(answers)} answers, ${refusals} of them refusals, ${failures} failures`);
    return meetsGoals(samples, { decided: end.decided, shipped: Number(rows[0]?.count) });
  } finally {
    await verifier.stop();
    await postgres.stop();
  }
}

async function sampleFor(seconds: number, verifier: VerifierProcess): Promise<Sample[]> {
  const samples = [await readSample(verifier)];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    await delay(SAMPLE_MS);
    samples.push(await readSample(verifier));
  }
  return samples;
}

function printSamples(samples: readonly Sample[]): void {
  const first = samples[0] as Sample;
  const rows: string[][] = [];
  let previous = first;
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const sample of samples) {
    most = Math.max(most, sample.backlogBytes);
    least = Math.min(least, sample.residentBytes);
    const seconds = sample.atSeconds - previous.atSeconds;
    if (seconds < ROW_SECONDS && sample !== samples.at(-1)) continue;
    if (seconds < ROW_SECONDS / 2) break;
    rows.push([
      `${(sample.atSeconds - first.atSeconds).toFixed(0)} s`,
      thousands((sample.decided - previous.decided) / seconds),
      thousands((sample.decided - previous.decided) / (sample.commits - previous.commits)),
      mebibytes(most),
      mebibytes(least),
      mebibytes(sample.residentBytes),
    ]);
    previous = sample;
    most = 0;
    least = Number.POSITIVE_INFINITY;
  }
  table(
    ['after', 'decisions/s', 'in a commit', 'most backlog', 'least resident', 'resident'],
    rows,
  );
}

function meetsGoals(
  samples: readonly Sample[],
  totals: { decided: number; shipped: number },
): boolean {
  const settled = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
  const minutes = settled.map(
    ({ atSeconds, residentBytes }) => [atSeconds / 60, residentBytes] as const,
  );
  const growth = slope(minutes);
  const backlog = Math.max(...settled.map(({ backlogBytes }) => backlogBytes));
  const { decided, shipped } = totals;
  const perMinute = `${(growth / MEBIBYTE).toFixed(2)} MiB a minute`;
  return [
    goal('memory is flat: within 2 MiB a minute', perMinute, Math.abs(growth) <= MAX_SLOPE),
    goal(
      `shipping keeps up: a backlog of at most ${mebibytes(MAX_BACKLOG_BYTES)}`,
      mebibytes(backlog),
      backlog <= MAX_BACKLOG_BYTES,
    ),
    goal(
      'every decision is shipped',
      `${thousands(decided)} decided, ${thousands(shipped)} rows, difference ${decided - shipped}`,
      decided === shipped,
    ),
  ].every(Boolean);
}

/** How a verifier stands at one moment. */
interface Sample {
  readonly atSeconds: number;
  readonly decided: number;
  readonly commits: number;
  /** Durable bytes of the journal that Postgres doesn't have yet. */
  readonly backlogBytes: number;
  readonly residentBytes: number;
}

async function readSample(verifier: VerifierProcess): Promise<Sample> {
  const metrics = await verifier.metrics();
  const value = (name: string) => metrics.get(name) ?? Number.NaN;
  return {
    atSeconds: performance.now() / 1_000,
    decided: value('journal_decisions_total'),
    commits: value('journal_commits_total'),
    backlogBytes: value('journal_backlog_bytes'),
    residentBytes: residentBytes(verifier.pid),
  };
}
