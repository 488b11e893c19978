import { goal, milliseconds, table, thousands } from '../lib/print';
import { runLoad } from '../load/run-load';
import type { Contender } from './contender';
import type { Measured } from './measure';
import { LIMIT_OF } from './report';

const SECONDS = 10;
const MOST_P99_MS = 5;

/** The latency of ours at half of what they could answer. */
export async function measureHalfLoad(
  contenders: readonly Contender[],
  measured: readonly Measured[],
  connections: number,
) {
  const loads: { name: string; answers: number; connections: number; rounds: number }[] = [];
  const verdicts: boolean[] = [];
  const rows: string[][] = [];
  for (const { name, server, requests, settle } of contenders) {
    const full = measured.find((one) => one.name === name);
    if (full === undefined || !(name in LIMIT_OF)) continue;
    const ratePerSecond = Math.round(full.answersPerSecond / 2);
    const shape = { connections, seconds: SECONDS };
    const found = await runLoad({ url: server.url, requests, ratePerSecond, ...shape });
    await settle?.();
    loads.push({ name, answers: found.answers, connections, rounds: 1 });
    const reached = thousands(found.answers / found.seconds);
    rows.push([name, reached, milliseconds(found.p50Ms), milliseconds(found.p99Ms)]);
    const text = `${name}: p99 at half load ≤ ${MOST_P99_MS} ms`;
    verdicts.push(goal(text, milliseconds(found.p99Ms), found.p99Ms <= MOST_P99_MS));
  }
  table(['at half load', 'answers/s', 'p50', 'p99'], rows);
  return { loads, verdicts };
}
