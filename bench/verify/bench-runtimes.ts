import { join } from 'node:path';
import type { Flags, Machine } from '../lib/flags';
import { say, table, thousands } from '../lib/print';
import { splitCores } from '../lib/processors';
import { findRuntime, type Runtime } from '../lib/runtimes';
import { startVerifier } from '../lib/verifier';
import { loadTool } from '../load/run-load';
import { type BenchWorld, makeWorld } from '../world/world';
import { assertRight, type Contender } from './contender';
import { type ContenderKey, NAMES, startContenders } from './contenders';
import { type Measured, takeTurns } from './measure';

const TOKENS = 10_000;
const CONNECTIONS = 256;
const WARM_UP = { connections: CONNECTIONS, seconds: 10, rounds: 1 };
const KEYS: readonly ContenderKey[] = ['limitGet', 'authorize', 'limitPost', 'verify'];

/** The same servers on several Nodes, taking turns: ours first, and each other beside it. No goal is set. */
export async function benchRuntimes(
  flags: Flags,
  others: readonly string[],
  machine: Machine,
): Promise<boolean> {
  say(`  ${splitCores()}`);
  const runtimes: Runtime[] = [];
  const stops: (() => Promise<unknown>)[] = [];
  try {
    for (const wanted of [process.execPath, ...others]) {
      const runtime = await findRuntime(wanted, machine);
      stops.push(() => runtime.remove());
      runtimes.push(runtime);
    }
    const world = await makeWorld(TOKENS, flags.openapi);
    stops.push(() => world.postgres.stop());
    say(`  ${thousands(TOKENS)} tokens, ${world.operationCount} operations; ${loadTool}`);
    const started: (readonly Contender[])[] = [];
    for (const runtime of runtimes) started.push(await startOn(runtime, world, stops));
    const contenders = KEYS.flatMap((_, at) => started.flatMap((each) => each[at] ?? []));
    for (const contender of contenders) await assertRight(contender);
    await takeTurns(contenders, WARM_UP);
    const turns = { seconds: flags.seconds ?? 5, rounds: flags.rounds ?? 3 };
    report(runtimes, await takeTurns(contenders, { connections: CONNECTIONS, ...turns }));
    return true;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function startOn(
  { name, program }: Runtime,
  world: BenchWorld,
  stops: (() => Promise<unknown>)[],
): Promise<Contender[]> {
  const { url, folder } = world.postgres;
  const verifier = await startVerifier({
    name: `bench-${name.replaceAll(/[^\w.]+/g, '-')}`,
    databaseUrl: url,
    journalDir: join(folder, `journal ${name}`),
    node: program,
  });
  stops.push(() => verifier.stop());
  const contenders = await startContenders(world, verifier, KEYS, program);
  for (const { server } of contenders) {
    if (server !== verifier) stops.push(() => server.stop());
  }
  return contenders.map((contender) => ({ ...contender, name: `${contender.name} ${name}` }));
}

function report(runtimes: readonly Runtime[], measured: readonly Measured[]): void {
  const find = (key: ContenderKey, { name }: Runtime) =>
    measured.find((one) => one.name === `${NAMES[key]} ${name}`);
  const [ours] = runtimes;
  const rows = KEYS.flatMap((key) =>
    runtimes.map((runtime) => {
      const [one, base] = [find(key, runtime), ours && find(key, ours)];
      const ratio = (field: 'answersPerSecond' | 'answersPerCpuSecond') =>
        `${((one?.[field] ?? 0) / (base?.[field] ?? 0)).toFixed(2)} ×`;
      return [
        `${NAMES[key]}, ${runtime.name}`,
        thousands(one?.answersPerSecond ?? 0),
        ratio('answersPerSecond'),
        thousands(one?.answersPerCpuSecond ?? 0),
        ratio('answersPerCpuSecond'),
        `${(one?.p99Ms ?? 0).toFixed(0)} ms`,
      ];
    }),
  );
  const beside = `beside ${ours?.name}`;
  table([`answers/s at ${CONNECTIONS}`, 'median', beside, 'per CPU s', beside, 'p99'], rows);
}
