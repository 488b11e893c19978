import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';
import { createGroup } from '@/domain/groups/create-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { asAdministrator } from './probes';
import type { Fixture, World } from './world';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TOKENS = 500;

const oneOf = <const T>(...values: readonly T[]) => fc.constantFrom(...values);
const life = fc.record({
  state: oneOf('active', 'active', 'active', 'active', 'suspended', 'revoked', 'awaiting'),
  createdDaysAgo: oneOf(1, 5, 25, 50),
  expiresIn: oneOf(-HOUR_MS, HOUR_MS, 3 * DAY_MS, 3 * DAY_MS, 30 * DAY_MS, 60 * DAY_MS),
  retiresIn: oneOf(null, null, null, -HOUR_MS, HOUR_MS),
  idleFor: oneOf(0, 2 * HOUR_MS),
  usedAgo: oneOf(null, HOUR_MS, 40 * DAY_MS),
  cidrs: oneOf([], [], [], ['10.0.0.0/8'], ['10.1.0.0/16']),
  isRestricted: oneOf(false, false, true),
  isDelegated: oneOf(false, false, false, true),
  group: oneOf(0, 0, 1, 1, 2, 3),
  holder: oneOf(0, 0, 0, 1, 1, 2, 3, 4),
});

/**
 * Hundreds of tokens, each with another life, of holders and in groups that let them work and that do not:
 * beside `billing` a strict group `vault`, a frozen one `cellar`, and the administrators.
 */
export async function crowd(world: World, fixture: Fixture): Promise<void> {
  const { owner } = world;
  const groupIds = [fixture.group.id, ...(await makeGroups(world))];
  const { service, member, colleague, outsider, responder } = fixture;
  await owner.update(identities).set({ state: 'suspended' }).where(eq(identities.id, responder.id));
  const ended = { createdAt: ago(2 * DAY_MS), expiresAt: ago(DAY_MS) };
  await owner.update(memberships).set(ended).where(eq(memberships.identityId, colleague.id));
  const holders = [service, member, colleague, outsider, responder];
  const made = { addedBy: 'test', addedByName: 'test' };
  await owner
    .insert(memberships)
    .values(
      groupIds.flatMap((groupId) =>
        [service, member, responder].map(({ id }) => ({ groupId, identityId: id, ...made })),
      ),
    )
    .onConflictDoNothing();
  const parents = new Map<string, string>();
  const rows = fc.sample(life, { numRuns: TOKENS, seed: 20_261_127 }).map((lived, number) => {
    const id = newId('token');
    const holder = holders[lived.holder] ?? service;
    const groupId = groupIds[lived.group] ?? fixture.group.id;
    const parentId = (lived.isDelegated && parents.get(`${holder.id} ${groupId}`)) || null;
    if (!parentId) parents.set(`${holder.id} ${groupId}`, id);
    return {
      lived,
      token: {
        ...{ id, groupId, identityId: holder.id, familyId: newId('family'), parentId },
        ...{ ancestorIds: parentId ? [parentId] : [], actsAs: parentId && 'agent' },
        ...toToken(lived, number),
        ...(holder.type === 'person'
          ? { kind: 'personal' as const, identityType: 'person' as const }
          : { kind: 'service' as const, identityType: 'service' as const }),
      },
    };
  });
  await owner.insert(tokens).values(rows.map(({ token }) => token));
  await owner
    .insert(tokenUsage)
    .values(
      rows.flatMap(({ token, lived: { usedAgo } }) =>
        usedAgo === null ? [] : usedOnce(token.id, ago(usedAgo)),
      ),
    );
  const scopeId = fixture.scope.id;
  await owner
    .insert(tokenScopes)
    .values(
      rows.flatMap(({ token }, number) =>
        token.restricted && number % 2 ? { tokenId: token.id, scopeId } : [],
      ),
    );
}

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function toToken(lived: Life, number: number) {
  const isRevoked = lived.state === 'revoked';
  const awaits = lived.state === 'awaiting';
  return {
    name: `token ${number}`,
    ...{ secretSha256: randomBytes(32), first4: 'aaaa', last4: 'bbbb' },
    state: lived.state === 'awaiting' ? ('suspended' as const) : lived.state,
    approval: awaits ? ('awaiting' as const) : null,
    createdAt: ago(lived.createdDaysAgo * DAY_MS + number),
    // No two at once, so that there is one order.
    expiresAt: ago(-lived.expiresIn - number),
    retiresAt: lived.retiresIn === null ? null : ago(-lived.retiresIn),
    idleFrom: ago(lived.idleFor),
    allowedCidrs: [...lived.cidrs],
    restricted: lived.isRestricted,
    ...(isRevoked
      ? { revokedAt: ago(0), revokedBy: 'test', stateBeforeRevoke: 'active' as const }
      : {}),
    ...{ createdBy: 'test', createdByName: 'test' },
  };
}

const usedOnce = (tokenId: string, at: Date) => ({
  ...{ tokenId, firstUsedAt: at, lastUsedAt: at, lastAllowedAt: at },
  ...{ allowedCount: 1, deniedCount: 0 },
});

async function makeGroups(world: World): Promise<string[]> {
  const { owner } = world;
  const vault = await asAdministrator(world, createGroup, { slug: 'vault', name: 'Vault' });
  const cellar = await asAdministrator(world, createGroup, { slug: 'cellar', name: 'Cellar' });
  await asAdministrator(world, setGroupScopes, {
    ...{ group: 'vault', scopes: ['billing/invoices:read'] },
  });
  const strict = {
    ...{ maxTtlSeconds: 60 * 86_400, idleLimitSeconds: 3_600, rotationPeriodSeconds: 20 * 86_400 },
    allowedCidrs: ['10.1.0.0/16'],
  };
  await owner.update(groups).set({ maxTtlSeconds: 365 * 86_400 });
  await owner.update(groups).set(strict).where(eq(groups.id, vault.id));
  await owner.update(groups).set({ state: 'frozen' }).where(eq(groups.id, cellar.id));
  const [administrators] = await owner.select().from(groups).where(eq(groups.slug, ADMINISTRATORS));
  if (!administrators) throw new Error('there are no administrators');
  return [vault.id, cellar.id, administrators.id];
}

const ago = (ms: number) => new Date(Date.now() - ms);
