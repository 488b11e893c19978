import { editMembers } from '@/domain/groups/edit-members';
import { makeGroup, scopesOfGroup } from '../world/api';
import { command } from '../world/commands';
import { makeServices, makeTokens } from '../world/tokens';
import { authorizeRequest, type BenchWorld } from '../world/world';
import type { Prober } from './prober';
import type { Dates, Kind } from './report';
import { type Timing, timeChange } from './timings';
import { warmTokens } from './warm-tokens';
import { type Place, WAYS_OUT } from './ways-out';

const ENDED = 300;
/** Not counted: the first of them compile what they run. */
const WARM_UP = 10;
/** Each waits for its date. */
const DATES = 30;
const UNTIL_DATE_MS = 1_500;

/** From the commit that ends a membership, by each way that one ends, to the last denial. */
export async function endMemberships(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
  count = ENDED,
): Promise<Kind[]> {
  const kinds: Kind[] = [];
  for (const [way, prepare] of Object.entries(WAYS_OUT)) {
    const place = await makePlace(world, urls, `left by ${way}`, WARM_UP + count);
    const end = await prepare(place);
    const timings: Timing[] = [];
    for (const leaver of place.leavers) {
      const timing = await timeChange(
        world.postgres.pool,
        (stop) => prober.watch(authorizeRequest(leaver.use), stop),
        () => end(leaver),
      );
      timings.push(timing);
    }
    kinds.push({ name: `left by ${way}`, timings: timings.slice(WARM_UP) });
  }
  return kinds;
}

/** From the end date of a membership to the last verifier's first denial. */
export async function passEndDates(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
): Promise<Dates> {
  const { db, groupId, leavers } = await makePlace(world, urls, 'dated', DATES);
  const dates = { allowedMs: [] as number[], deniedMs: [] as number[] };
  for (const { identity, use } of leavers) {
    let endsAtMs = 0;
    const { lastAllowedAtMs, deniedAtMs } = await prober.watch(authorizeRequest(use), async () => {
      endsAtMs = Date.now() + UNTIL_DATE_MS;
      const expiresAt = new Date(endsAtMs).toISOString();
      await command(db, editMembers, { group: groupId, add: [{ identity, expiresAt }] });
    });
    dates.allowedMs.push(Math.max(0, lastAllowedAtMs - endsAtMs));
    dates.deniedMs.push(deniedAtMs - endsAtMs);
  }
  return dates;
}

/** A group of its own, whose members have a token each, in memory everywhere. */
async function makePlace(
  { postgres, callerSecret, uses }: BenchWorld,
  urls: readonly string[],
  name: string,
  count: number,
): Promise<Place> {
  const { db, pool } = postgres;
  const [first] = uses;
  if (first === undefined) throw new Error('there are no tokens');
  // With the scopes of the first group, so that its tokens may do what the first token may.
  const slug = name.toLowerCase().replaceAll(' ', '-');
  const groupId = await makeGroup(db, slug, scopesOfGroup(0));
  const services = await makeServices(pool, [groupId], count);
  const tokens = await makeTokens(pool, services, count);
  await postgres.analyze();
  const leavers = tokens.map((token, at) => ({
    identity: services[at]?.id ?? '',
    use: { ...first, token },
  }));
  for (const url of urls) {
    await warmTokens(
      url,
      callerSecret,
      leavers.map(({ use }) => use),
    );
  }
  return { db, groupId, leavers };
}
