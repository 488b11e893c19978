import { beforeEach, expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { getOverview } from '@/domain/overview/get-overview';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf } from '@/domain/testing/world';
import { createToken } from './create-token';
import { delegateOwnToken } from './delegate-token';
import { getToken } from './get-token';
import { listTokens } from './list-tokens';
import { revokeToken } from './revoke-token';

type Minted = { token: { id: string; name: string }; secret: string };
let root: Minted;
let child: Minted;
const context = () => contextOf(world.db, world.administrator);

async function childOf({ secret }: Minted, actsAs: string): Promise<Minted> {
  const holder = contextOf(world.db, await bearer(world.db, secret));
  const made = await runCommand(delegateOwnToken, holder, { actsAs });
  if (!made.ok) throw new Error(`${made.code} ${made.message}`);
  return made.value;
}

async function listed(filter: object) {
  const found = await runQuery(listTokens, context(), { ...filter, include: 'facets' });
  if (!found.ok) throw new Error(found.message);
  return found.value;
}
const namesOf = async (filter: object) =>
  (await listed(filter)).items.map(({ name }) => name).sort();

beforeEach(async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'deploys' };
  root = await asAdministrator(world, createToken, input);
  child = await childOf(root, 'agent');
  await childOf(root, 'other agent');
  await childOf(child, 'step');
});

it('a list is of all above and below a token, but not of those beside it', async () => {
  expect(await namesOf({ lineage: child.token.id })).toEqual(['agent', 'deploys', 'step']);
  expect(await namesOf({ madeFrom: root.token.id })).toEqual(['agent', 'other agent', 'step']);
  expect(await namesOf({ madeFrom: fixture.serviceToken.token.id })).toEqual([]);
});

it('a token says how many would end with it, and a revoked one how many did', async () => {
  const below = async ({ token }: Minted) => {
    const found = await runQuery(getToken, context(), { token: token.id });
    return found.ok && found.value.livingBelow;
  };
  expect([await below(root), await below(child)]).toEqual([3, 1]);
  const revoked = await asAdministrator(world, revokeToken, { token: child.token.id });
  expect(revoked.token.livingBelow).toBe(1);
});

it('tokens that a policy refuses are found by that, counted, and want attention', async () => {
  const all = await listed({});
  await asAdministrator(world, setOrganisationPolicy, { policy: { maxTtlSeconds: 60 } });
  const found = await listed({ blockedBy: 'policy_not_met' });
  expect(found.total).toBeGreaterThan(0);
  expect(found.items.every(({ breaks }) => breaks.includes('lifetime'))).toBe(true);
  expect(found.facets?.blockedBy).toContainEqual({ value: 'policy_not_met', count: found.total });
  expect(all.facets?.blockedBy.map(({ value }) => value)).not.toContain('policy_not_met');
  const overview = await runQuery(getOverview, context(), {});
  expect(overview.ok && overview.value.attention).toContainEqual(
    expect.objectContaining({ kind: 'policy_not_met', count: found.total }),
  );
});
