import type pg from 'pg';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { makeGroup, scopesOfGroup } from '../world/api';
import { command } from '../world/commands';
import { type BenchToken, makeServices, makeTokens } from '../world/tokens';
import { authorizeRequest, type BenchWorld, type Use } from '../world/world';
import type { Prober } from './prober';
import { type Timing, timeChange } from './timings';
import { warmTokens } from './warm-tokens';

export const SUBTREE_TOKENS = 1_000;
const REVOCATIONS = 300;
/** Not counted: the first of them compile what they run. */
const WARM_UP = 10;
/** Tokens right below the root, and right below those; the rest are three deep, as far as it goes. */
const CHILDREN = 10;
const GRANDCHILDREN = 90;

/** Both kinds of revocation, which took turns: what the machine does meanwhile meets both alike. */
export interface SubtreeTimings {
  readonly alone: Timing[];
  readonly subtree: Timing[];
}

/**
 * Revokes a token with nothing below it, then one with 1,000 below it, in memory everywhere, of which
 * one is watched; undoes both, and so on in turn.
 */
export async function revokeSubtree(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
): Promise<SubtreeTimings> {
  const { db, pool } = world.postgres;
  const groupId = await makeGroup(db, 'delegating', scopesOfGroup(0));
  const services = await makeServices(pool, [groupId], 1);
  const [root, alone, ...below] = await makeTokens(pool, services, 2 + SUBTREE_TOKENS);
  const [first] = world.uses;
  if (root === undefined || alone === undefined || first === undefined) {
    throw new Error('there are no tokens');
  }
  await hangBelow(pool, root, below);
  await world.postgres.analyze();
  const usingToken = (token: BenchToken): Use => ({ ...first, token });
  const uses = below.map(usingToken);
  for (const url of urls) await warmTokens(url, world.callerSecret, uses);
  const revoke = async ({ id }: BenchToken, watched: Use) => {
    const timing = await timeChange(
      pool,
      (stop) => prober.watch(authorizeRequest(watched), stop),
      () => command(db, revokeToken, { token: id, reason: 'bench' }),
    );
    await command(db, undoRevokeToken, { token: id });
    return timing;
  };
  const timings: SubtreeTimings = { alone: [], subtree: [] };
  for (let at = 0; at < WARM_UP + REVOCATIONS; at += 1) {
    timings.alone.push(await revoke(alone, usingToken(alone)));
    timings.subtree.push(await revoke(root, uses[(at * 7_919) % uses.length] as Use));
  }
  return { alone: timings.alone.slice(WARM_UP), subtree: timings.subtree.slice(WARM_UP) };
}

const HANG = `update tokens set ancestor_ids = string_to_array(given.line, ' '), acts_as = 'agent',
    parent_id = (string_to_array(given.line, ' '))[cardinality(string_to_array(given.line, ' '))]
  from unnest($1::text[], $2::text[]) as given (id, line) where tokens.id = given.id`;

/** Ten children, ninety below those in turn, the rest below these. */
async function hangBelow(pool: pg.Pool, root: BenchToken, below: readonly BenchToken[]) {
  const idAt = (at: number) => below[at]?.id ?? root.id;
  const lines = below.map((_, at) => {
    if (at < CHILDREN) return root.id;
    const place = at < CHILDREN + GRANDCHILDREN ? at : CHILDREN + (at % GRANDCHILDREN);
    const child = `${root.id} ${idAt(place % CHILDREN)}`;
    return place === at ? child : `${child} ${idAt(place)}`;
  });
  await pool.query(HANG, [below.map(({ id }) => id), lines]);
}
