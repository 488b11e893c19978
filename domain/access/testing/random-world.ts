import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { newId } from '@/domain/base/ids';

const LISTS = [[], [], [], ['10.0.0.0/8'], ['192.0.2.0/24', '10.1.0.0/16']];
const MOST_ABOVE = 3;

/** Addresses of which the lists of a random world let some pass. */
export const ADDRESSES = ['10.1.2.3', '10.200.0.1', '192.0.2.1', '203.0.113.9'] as const;

/** Draws one of some values; those that are named twice come twice as often. */
export type Pick = <T>(...values: readonly T[]) => T;

// Without bias: first and last values would come most often, which is where the rare ones stand.
const placeBelow = (count: number) => fc.noBias(fc.nat({ max: count - 1 }));

export const picking =
  (draw: fc.GeneratorValue): Pick =>
  (...values) =>
    values[draw(placeBelow, values.length)] as (typeof values)[number];

const hoursFromNow = (hours: number) => new Date(Date.now() + hours * 3_600_000);
const NAMED = { addedBy: 'random', addedByName: 'Random' };
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const slugOf = (id: string) => `random-${id.slice(-8)}`;

/** All that a decision may hang on, drawn at random and inserted as it is: commands would refuse most of it. */
export async function insertRandomWorld(db: Queryable, pick: Pick) {
  const catalogue = await insertCatalogue(db, pick);
  const groupRows = await insertGroups(db, pick, catalogue.scopes);
  const people = await insertPeople(db, pick, groupRows);
  const made: TokenRow[] = [];
  for (const at of numbers(16)) {
    const parent = at < 8 ? null : pick(null, ...made);
    const holder = people.find(({ id }) => id === parent?.identityId) ?? pick(...people);
    const above = parent ? [...(parent.ancestorIds ?? []), parent.id] : [];
    if (above.length > MOST_ABOVE) continue;
    // Most are of a group that their holder is in: else a membership is what nearly all of them lack.
    const groupId = parent?.groupId ?? pick(...holder.isIn, ...holder.isIn, pick(...groupRows).id);
    made.push(randomToken(pick, { holder, groupId, above }, catalogue.apis));
  }
  await db.insert(tokens).values(made);
  await insertLimits(db, pick, made, catalogue.scopes);
  const slugs = new Map(catalogue.apis.map(({ id, slug }) => [id, slug]));
  return {
    tokenIds: made.map(({ id }) => id),
    people,
    groupIds: groupRows.map(({ id }) => id),
    operations: catalogue.operations.map(({ apiId, name }) => ({
      api: slugs.get(apiId) ?? '',
      name,
    })),
  };
}

type TokenRow = typeof tokens.$inferInsert & { id: string };
type ScopeRow = { id: string; apiId: string };

async function insertCatalogue(db: Queryable, pick: Pick) {
  const apiRows = numbers(2).map((at) => {
    const id = newId('api');
    return { id, slug: slugOf(id), name: `Random ${at}` };
  });
  await db.insert(apis).values(apiRows);
  const operationRows = apiRows.flatMap(({ id: apiId }) =>
    numbers(3).map((at) => ({
      ...{ id: newId('operation'), apiId, name: `operation${at}`, source: 'manual' },
      ...{ method: 'GET', pathTemplate: `/things/${at}` },
    })),
  );
  await db.insert(operations).values(operationRows);
  const scopeRows = apiRows.flatMap(({ id: apiId }) =>
    numbers(3).map((at) => ({ id: newId('scope'), apiId, name: `scope-${at}` })),
  );
  await db.insert(scopes).values(scopeRows);
  const held = scopeRows.flatMap(({ id: scopeId, apiId }) =>
    operationRows
      .filter((operation) => operation.apiId === apiId && pick(true, false))
      .map(({ id: operationId }) => ({ apiId, scopeId, operationId })),
  );
  if (held.length > 0) await db.insert(scopeOperations).values(held);
  return { apis: apiRows, operations: operationRows, scopes: scopeRows };
}

async function insertGroups(db: Queryable, pick: Pick, scopeRows: readonly ScopeRow[]) {
  const rows = numbers(3).map((at) => {
    const id = newId('group');
    return {
      ...{ id, slug: slugOf(id), name: `Random ${at}` },
      state: pick<'active' | 'frozen'>('active', 'active', 'active', 'active', 'frozen'),
      ...{ maxTtlSeconds: pick(720, 720, 72) * 3_600, defaultTtlSeconds: 3_600 },
      idleLimitSeconds: pick(null, null, 5 * 3_600),
      rotationPeriodSeconds: pick(null, null, 20 * 3_600),
      allowedCidrs: pick(...LISTS),
    };
  });
  await db.insert(groups).values(rows);
  await db.update(organisationPolicy).set({
    maxTtlSeconds: pick(null, null, 100 * 3_600),
    idleLimitSeconds: pick(null, null, 30 * 3_600),
    allowedCidrs: pick(...LISTS),
  });
  const owned = rows.flatMap(({ id: groupId }) =>
    scopeRows
      .filter(() => pick(true, false))
      .map(({ id: scopeId }) => ({
        ...{ groupId, scopeId, grantedBy: 'random', grantedByName: 'Random' },
      })),
  );
  if (owned.length > 0) await db.insert(groupScopes).values(owned);
  return rows;
}

async function insertPeople(db: Queryable, pick: Pick, groupRows: readonly { id: string }[]) {
  const rows = numbers(4).map((at) => {
    const id = newId('identity');
    const isPerson = at % 2 === 0;
    return {
      ...{ id, name: `Random ${at}`, type: isPerson ? ('person' as const) : ('service' as const) },
      email: isPerson ? `${id}@example.com` : null,
      slug: isPerson ? null : slugOf(id),
      state: pick<'active' | 'suspended'>('active', 'active', 'active', 'active', 'suspended'),
    };
  });
  await db.insert(identities).values(rows);
  const joined = rows.flatMap(({ id: identityId }) =>
    groupRows
      .filter(() => pick(true, true, true, false))
      .map(({ id: groupId }) => ({
        ...{ groupId, identityId, ...NAMED, createdAt: hoursFromNow(-500) },
        role: pick<'member' | 'lead'>('member', 'lead'),
        expiresAt: pick(null, null, hoursFromNow(50), hoursFromNow(-2)),
      })),
  );
  if (joined.length > 0) await db.insert(memberships).values(joined);
  return rows.map((row) => ({
    ...row,
    isIn: joined.filter(({ identityId }) => identityId === row.id).map(({ groupId }) => groupId),
  }));
}

function randomToken(
  pick: Pick,
  of: {
    holder: { id: string; type: 'person' | 'service' };
    groupId: string;
    above: string[];
  },
  apiRows: readonly { id: string }[],
): TokenRow {
  const { holder, groupId, above } = of;
  const id = newId('token');
  return {
    ...{ id, name: slugOf(id), familyId: id, groupId },
    ...{ identityId: holder.id, identityType: holder.type },
    kind: holder.type === 'person' ? 'personal' : 'service',
    ...ownState(pick),
    ...{ secretSha256: randomBytes(32), first4: 'aaaa', last4: 'bbbb' },
    ...{ parentId: above.at(-1) ?? null, ancestorIds: above },
    actsAs: above.length > 0 ? 'agent' : null,
    onlyApiId: above.length > 0 ? pick(null, null, ...apiRows.map((api) => api.id)) : null,
    restricted: pick(false, false, true),
    allowedCidrs: pick(...LISTS),
    createdAt: hoursFromNow(pick(-10, -10, -10, -40)),
    idleFrom: hoursFromNow(pick(-1, -1, -10)),
    expiresAt: hoursFromNow(pick(48, 48, 48, 48, -1)),
    retiresAt: pick(null, null, null, null, hoursFromNow(3), hoursFromNow(-3)),
    ...{ createdBy: 'random', createdByName: 'Random' },
  };
}

/** Most are active; of the revoked, some ended with a membership that may have begun again. */
function ownState(pick: Pick): Partial<TokenRow> {
  const state = pick<'active' | 'suspended' | 'revoked'>(
    ...(['active', 'active', 'active', 'active', 'suspended', 'revoked'] as const),
  );
  if (state !== 'revoked') return { state };
  return {
    ...{ state, stateBeforeRevoke: 'active', revokedAt: hoursFromNow(-1), revokedBy: 'random' },
    ...{ revokedByName: 'Random', endedWithMembership: pick(true, false) },
  };
}

/** What tokens are cut down to, and their uses. */
async function insertLimits(
  db: Queryable,
  pick: Pick,
  made: readonly TokenRow[],
  scopeRows: readonly ScopeRow[],
): Promise<void> {
  const cut = made
    .filter(({ restricted }) => restricted)
    .flatMap(({ id: tokenId }) =>
      scopeRows
        .filter(() => pick(true, true, false))
        .map(({ id: scopeId }) => ({ tokenId, scopeId })),
    );
  if (cut.length > 0) await db.insert(tokenScopes).values(cut);
  const used = made
    .filter(() => pick(true, false))
    .map(({ id: tokenId }) => {
      const lastAllowedAt = hoursFromNow(pick(-0.5, -8));
      return {
        ...{ tokenId, firstUsedAt: lastAllowedAt, lastUsedAt: lastAllowedAt, lastAllowedAt },
        ...{ lastIp: '10.1.2.3', allowedCount: 1, deniedCount: 0 },
      };
    });
  if (used.length > 0) await db.insert(tokenUsage).values(used);
}
