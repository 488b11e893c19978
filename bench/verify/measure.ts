import { median } from '../lib/statistics';
import { cpuSeconds } from '../lib/usage';
import { runLoad } from '../load/run-load';
import type { Contender } from './contender';

/** What the rounds of one contender came to. */
export interface Measured {
  readonly name: string;
  readonly answersPerSecond: number;
  /** Answers for each second of the server's own CPU: what it would do if nothing else slowed it. */
  readonly answersPerCpuSecond: number;
  readonly p99Ms: number;
  readonly answers: number;
  readonly refusals: number;
  readonly failures: number;
  readonly connections: number;
  readonly rounds: number;
}

interface Rounds {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

/** Lets contenders take turns (A B C A B C …), so that a noisy neighbour is everybody's. */
export async function takeTurns(
  contenders: readonly Contender[],
  { connections, seconds, rounds }: Rounds,
): Promise<Measured[]> {
  const found = contenders.map(() => [] as Awaited<ReturnType<typeof oneRound>>[]);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, contender] of contenders.entries()) {
      found[at]?.push(await oneRound(contender, connections, seconds));
    }
  }
  return contenders.map(({ name }, at) => {
    const results = found[at] ?? [];
    const sum = (field: 'answers' | 'refusals' | 'failures') =>
      results.reduce((total, result) => total + result[field], 0);
    return {
      name,
      answersPerSecond: median(results.map((result) => result.answers / result.seconds)),
      answersPerCpuSecond: median(results.map((result) => result.answers / result.cpuSeconds)),
      p99Ms: median(results.map((result) => result.p99Ms)),
      answers: sum('answers'),
      refusals: sum('refusals'),
      failures: sum('failures'),
      ...{ connections, rounds },
    };
  });
}

async function oneRound(contender: Contender, connections: number, seconds: number) {
  const { server, requests } = contender;
  const before = cpuSeconds(server.pid);
  const result = await runLoad({
    ...{ url: server.url, requests, connections, seconds },
    ratePerSecond: null,
  });
  // What a server puts off until after the round is part of its price.
  await contender.settle?.();
  return { ...result, cpuSeconds: cpuSeconds(server.pid) - before };
}
