import { freezeGroup } from '@/domain/groups/freeze-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { makeGroup, scopesOfGroup } from '../world/api';
import { command } from '../world/commands';
import { makeServices, makeTokens } from '../world/tokens';
import { authorizeRequest, type BenchWorld, type Use } from '../world/world';
import type { Prober } from './prober';
import { type Timing, timeChange } from './timings';
import { warmTokens } from './warm-tokens';

export const LARGE_GROUP_TOKENS = 100_000;
const FREEZES = 50;
/** Not counted: the first of them compile what they run. */
const WARM_UP = 10;
const GROUP = 'everybody';

/** Freezes a group whose 100,000 tokens every verifier has in memory, and thaws it, repeatedly. */
export async function freezeLargeGroup(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
): Promise<Timing[]> {
  const { db, pool } = world.postgres;
  // With the scopes of the first group, so that its tokens may do what the first token may.
  const groupId = await makeGroup(db, GROUP, scopesOfGroup(0));
  const services = await makeServices(pool, [groupId], 1_000);
  const tokens = await makeTokens(pool, services, LARGE_GROUP_TOKENS);
  await world.postgres.analyze();
  const [first] = world.uses;
  if (first === undefined) throw new Error('there are no tokens');
  const uses = tokens.map((token) => ({ ...first, token }));
  for (const url of urls) await warmTokens(url, world.callerSecret, uses);
  const timings: Timing[] = [];
  for (let at = 0; at < WARM_UP + FREEZES; at += 1) {
    const use = uses[(at * 7_919) % uses.length] as Use;
    const timing = await timeChange(
      pool,
      (stop) => prober.watch(authorizeRequest(use), stop),
      () => command(db, freezeGroup, { group: GROUP, reason: 'bench' }),
    );
    timings.push(timing);
    await command(db, unfreezeGroup, { group: GROUP });
  }
  return timings.slice(WARM_UP);
}
