import { join } from 'node:path';
import { command } from '@/bench/world/commands';
import { authorizeRequest, type BenchWorld, type Use } from '@/bench/world/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import type { Flags, Machine } from '../lib/flags';
import { say, thousands } from '../lib/print';
import { shareCores } from '../lib/processors';
import { startVerifier, type VerifierProcess } from '../lib/verifier';
import { startLoad } from '../load/run-load';
import { makeWorld } from '../world/world';
import { endMemberships, passEndDates } from './end-memberships';
import { freezeLargeGroup, LARGE_GROUP_TOKENS } from './freeze-large-group';
import { PASTE_TOKENS, pasteSecrets } from './paste-secret';
import type { Prober } from './prober';
import { startProber } from './prober';
import {
  denialGoal,
  freezeGoal,
  type Kind,
  lastAllowedGoal,
  pasteGoal,
  printDates,
  printKinds,
  subtreeGoal,
} from './report';
import { revokeSubtree, SUBTREE_TOKENS } from './revoke-subtree';
import { type Timing, timeChange } from './timings';
import { warmTokens } from './warm-tokens';

const VERIFIERS = 3;
const LOAD_TOKENS = 5_000;
const LOAD_PER_SECOND = 500;
const LOAD_CONNECTIONS = 16;
const REVOCATIONS = 1_000;
/** Not counted: until then all processes compile the code they run. */
const WARM_UP = 100;

/** From the commit of a change to the moment the last of three verifiers denies, under load. */
export async function benchRevoke(flags: Flags, machine: Machine): Promise<boolean> {
  say(`  ${shareCores()}`);
  const count = flags.count ?? REVOCATIONS;
  const world = await makeWorld(LOAD_TOKENS + WARM_UP + count + PASTE_TOKENS, flags.openapi, {
    commitTimes: true,
  });
  const verifiers: VerifierProcess[] = [];
  try {
    for (let at = 1; at <= VERIFIERS; at += 1)
      verifiers.push(await start(world, at, flags.profile));
    return await measure(world, verifiers, flags, machine);
  } finally {
    for (const verifier of verifiers) await verifier.stop();
    await world.postgres.stop();
  }
}

async function measure(
  world: BenchWorld,
  verifiers: readonly VerifierProcess[],
  { only, count }: Flags,
  machine: Machine,
): Promise<boolean> {
  const { uses } = world;
  const urls = verifiers.map(({ url }) => url);
  const requests = uses.slice(0, LOAD_TOKENS).map(authorizeRequest);
  const shape = { connections: LOAD_CONNECTIONS, ratePerSecond: LOAD_PER_SECOND };
  // The tokens of the load are in memory, as those in use are: what is measured is no start.
  for (const url of urls) await warmTokens(url, world.callerSecret, uses.slice(0, LOAD_TOKENS));
  const prober = startProber(urls);
  const loads = urls.map((url) => startLoad({ url, requests, ...shape }));
  const perVerifier = `${VERIFIERS} verifiers, each with ${thousands(LOAD_PER_SECOND)} other`;
  say(`  ${perVerifier} requests/s meanwhile; changes by the product's own commands`);
  const isAsked = (part: string) => only === null || only.includes(part);
  const kinds: Kind[] = [];
  const goals: (() => boolean)[] = [];
  try {
    if (isAsked('token')) {
      await revokeMany(world, prober, uses.slice(LOAD_TOKENS, LOAD_TOKENS + WARM_UP));
      const timings = await revokeMany(
        world,
        prober,
        uses.slice(LOAD_TOKENS + WARM_UP, -PASTE_TOKENS),
      );
      kinds.push({ name: 'revoked token', timings });
      goals.push(() => denialGoal('revocation', timings));
    }
    if (isAsked('subtree')) {
      const { alone, subtree } = await revokeSubtree(world, prober, urls);
      kinds.push({ name: 'in turn: revoked token', timings: alone });
      const name = `in turn: with ${thousands(SUBTREE_TOKENS)} below`;
      kinds.push({ name, timings: subtree });
      goals.push(...[0.5, 0.99].map((share) => () => subtreeGoal(alone, subtree, share)));
    }
    if (isAsked('membership')) {
      for (const kind of await endMemberships(world, prober, urls, count ?? undefined)) {
        kinds.push(kind);
        goals.push(() => lastAllowedGoal(kind));
      }
      const dates = await passEndDates(world, prober, urls);
      goals.push(() => {
        printDates(dates);
        return true;
      });
    }
    if (isAsked('group')) {
      const timings = await freezeLargeGroup(world, prober, urls);
      kinds.push({ name: `frozen group of ${thousands(LARGE_GROUP_TOKENS)}`, timings });
      goals.push(() => freezeGoal(timings));
    }
    if (isAsked('paste')) {
      const pasted = await pasteSecrets(world, prober, urls, await machine.browser());
      goals.push(() => pasteGoal(pasted));
    }
    if (goals.length === 0)
      throw new Error('--only takes token, subtree, membership, group and paste here');
    if (kinds.length > 0) await printKinds(world.postgres.pool, kinds, VERIFIERS);
    return goals.map((isMet) => isMet()).every(Boolean);
  } finally {
    await prober.stop();
    for (const load of loads) await load.stop();
  }
}

const start = ({ postgres }: BenchWorld, at: number, profile: string | null) =>
  startVerifier({
    name: `bench-${at}`,
    databaseUrl: postgres.url,
    journalDir: join(postgres.folder, 'journal'),
    // Of one of them: what is recorded slows it down.
    profile: at === 1 ? profile : null,
  });

/** Revokes tokens one after the other by the command `tokens.revoke`, watching each everywhere. */
async function revokeMany(
  { postgres }: BenchWorld,
  prober: Prober,
  uses: readonly Use[],
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const use of uses) {
    const timing = await timeChange(
      postgres.pool,
      (stop) => prober.watch(authorizeRequest(use), stop),
      () => command(postgres.db, revokeToken, { token: use.token.id, reason: 'bench' }),
    );
    timings.push(timing);
  }
  return timings;
}
