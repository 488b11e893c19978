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
const REVOCATIONS = 100;
/** Not counted: the first of them compile what they run. */
const WARM_UP = 10;
/** Tokens right below the root, and right below those; the rest are three deep, as far as it goes. */
const CHILDREN = 10;
const GRANDCHILDREN = 90;

/** Revokes a token with 1,000 below it, in memory everywhere, and undoes it; one below is watched. */
export async function revokeSubtree(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
): Promise<Timing[]> {
  const { db, pool } = world.postgres;
  const groupId = await makeGroup(db, 'delegating', scopesOfGroup(0));
  const services = await makeServices(pool, [groupId], 1);
  const [root, ...below] = await makeTokens(pool, services, 1 + SUBTREE_TOKENS);
  const [first] = world.uses;
  if (root === undefined || first === undefined) throw new Error('there are no tokens');
  await hangBelow(pool, root, below);
  await world.postgres.analyze();
  const uses = below.map((token) => ({ ...first, token }));
  for (const url of urls) await warmTokens(url, world.callerSecret, uses);
  const timings: Timing[] = [];
  for (let at = 0; at < WARM_UP + REVOCATIONS; at += 1) {
    const use = uses[(at * 7_919) % uses.length] as Use;
    const timing = await timeChange(
      pool,
      (stop) => prober.lastDenial(authorizeRequest(use), stop),
      () => command(db, revokeToken, { token: root.id, reason: 'bench' }),
    );
    timings.push(timing);
    await command(db, undoRevokeToken, { token: root.id });
  }
  return timings.slice(WARM_UP);
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
