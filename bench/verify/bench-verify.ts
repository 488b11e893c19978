import { join } from 'node:path';
import type { Flags, Machine } from '../lib/flags';
import { say, thousands } from '../lib/print';
import { splitCores } from '../lib/processors';
import { startVerifier } from '../lib/verifier';
import { loadTool } from '../load/run-load';
import { makeWorld } from '../world/world';
import { benchRuntimes } from './bench-runtimes';
import { assertRight, type Contender } from './contender';
import { type ContenderKey, NAMES, startContenders } from './contenders';
import { countRows } from './count-rows';
import { measureHalfLoad } from './half-load';
import { takeTurns } from './measure';
import { LIMIT_OF, reportFew, reportMany } from './report';

const TOKENS = 10_000;
const MANY = 256;
const FEW = 32;
const WARM_UP = { connections: MANY, seconds: 10, rounds: 1 };

/** `/v1/authorize` and `/v1/verify` against the limit and against what else one could run. */
export async function benchVerify(flags: Flags, machine: Machine): Promise<boolean> {
  if (flags.node !== null) return benchRuntimes(flags, flags.node, machine);
  say(`  ${splitCores()}`);
  const world = await makeWorld(TOKENS, flags.openapi);
  const { postgres } = world;
  const verifier = await startVerifier({
    name: 'bench',
    databaseUrl: postgres.url,
    journalDir: join(postgres.folder, 'journal'),
    profile: flags.profile,
  });
  const contenders: Contender[] = [];
  try {
    say(`  ${thousands(TOKENS)} tokens, ${world.operationCount} operations; ${loadTool}`);
    contenders.push(...(await startContenders(world, verifier, chosen(flags))));
    for (const contender of contenders) await assertRight(contender);
    const turns = { seconds: flags.seconds ?? 5, rounds: flags.rounds ?? 3 };
    await takeTurns(contenders, WARM_UP);
    const count = await countRows(postgres.pool, verifier);
    const many = await takeTurns(contenders, { connections: MANY, ...turns });
    const few = await takeTurns(contenders.filter(isNearTheLimit), { connections: FEW, ...turns });
    const verdicts = [...reportMany(many, MANY), ...reportFew(few, FEW)];
    const half = await measureHalfLoad(contenders, many, MANY);
    const loads = [...many, ...few, ...half.loads].filter(({ name }) => name in LIMIT_OF);
    verdicts.push(...half.verdicts, await count(loads));
    return !verdicts.includes(false);
  } finally {
    for (const { server } of contenders) if (server !== verifier) await server.stop();
    await verifier.stop();
    await postgres.stop();
  }
}

const chosen = ({ only }: Flags): ContenderKey[] =>
  (Object.keys(NAMES) as ContenderKey[]).filter((key) => only === null || only.includes(key));

const LIMITS = new Set(Object.values(LIMIT_OF));
const isNearTheLimit = ({ name }: Contender): boolean => name in LIMIT_OF || LIMITS.has(name);
