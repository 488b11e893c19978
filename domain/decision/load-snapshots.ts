import { and, asc, type Column, eq, gt, isNull, ne, or, sql } from 'drizzle-orm';
import type { Database, Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { LIMITS_NOW, meetsPolicyUntil } from '@/domain/policy/policy-sql';
import { compileAddressFilter } from './address-filter';
import { type AncestorRow, ancestorRows } from './ancestors-sql';
import type {
  AddressFilter,
  Ancestor,
  GrantingScope,
  GroupSnapshot,
  SubjectSnapshot,
  TokenSnapshot,
} from './snapshot';

const tokenColumns = {
  token: tokens,
  identity: identities,
  role: memberships.role,
  membershipExpiresAt: memberships.expiresAt,
  lastAllowedAt: tokenUsage.lastAllowedAt,
  // A number, for the driver knows no Date that never comes.
  meetsPolicyUntilMs: sql<
    number | null
  >`(extract(epoch from ${meetsPolicyUntil(LIMITS_NOW)}) * 1000)::float8`,
  restriction: sql<string[]>`coalesce((select array_agg(${tokenScopes.scopeId}) from ${tokenScopes}
    where ${tokenScopes.tokenId} = ${tokens.id}), '{}')`,
  ancestors: ancestorRows,
};

/** Loads a token by the SHA-256 (32 bytes) of its secret; null where there is none. */
export async function loadTokenSnapshot(
  db: Queryable,
  secretSha256: Buffer,
): Promise<TokenSnapshot | null> {
  const found = await loadTokenSnapshots(db, [secretSha256]);
  return found.get(secretSha256.toString('hex')) ?? null;
}

/** Loads tokens, keyed by the SHA-256 (32 bytes) of their secrets in hex; unknown ones are absent. */
export async function loadTokenSnapshots(
  db: Queryable,
  secretSha256s: readonly Buffer[],
): Promise<Map<string, TokenSnapshot>> {
  return byHash(await selectTokens(db).execute({ hashes: secretSha256s }));
}

/**
 * The same for who asks again and again. The statement is built once, and parsed and planned once by
 * each connection, which is most of what a load costs.
 */
export function prepareTokenSnapshots(
  db: Database,
): (secretSha256s: readonly Buffer[]) => Promise<Map<string, TokenSnapshot>> {
  const prepared = selectTokens(db).prepare('token-snapshots');
  return async (hashes) => byHash(await prepared.execute({ hashes }));
}

/** Loads a token by its id; null where there is none. */
export async function loadTokenSnapshotById(
  db: Queryable,
  tokenId: string,
): Promise<TokenSnapshot | null> {
  const [row] = await joinTokens(db).where(eq(tokens.id, tokenId));
  return row ? toSnapshot(row) : null;
}

const joinTokens = (db: Queryable) =>
  db
    .select(tokenColumns)
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(
      memberships,
      and(eq(memberships.groupId, tokens.groupId), eq(memberships.identityId, tokens.identityId)),
    )
    .leftJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id));

const selectTokens = (db: Queryable) =>
  joinTokens(db).where(sql`${tokens.secretSha256} = any(${sql.placeholder('hashes')}::bytea[])`);

type TokenRow = Awaited<ReturnType<typeof selectTokens>>[number];

const byHash = (rows: readonly TokenRow[]) =>
  new Map(rows.map((row) => [row.token.secretSha256.toString('hex'), toSnapshot(row)]));

function toSnapshot(row: TokenRow): TokenSnapshot {
  const { token, identity } = row;
  return {
    // Only what a decision needs: snapshots are kept by the hundred thousand.
    identity: {
      id: identity.id,
      type: identity.type,
      name: identity.name,
      state: identity.state,
    },
    groupId: token.groupId,
    membership:
      row.role === null
        ? null
        : { role: row.role, expiresAtMs: row.membershipExpiresAt?.getTime() ?? null },
    token: {
      id: token.id,
      name: token.name,
      kind: token.kind,
      state: token.state,
      endedWithMembership: token.endedWithMembership,
      expiresAtMs: token.expiresAt.getTime(),
      retiresAtMs: token.retiresAt?.getTime() ?? null,
      meetsPolicyUntilMs: row.meetsPolicyUntilMs ?? Number.POSITIVE_INFINITY,
      idleSinceMs: Math.max(token.idleFrom.getTime(), row.lastAllowedAt?.getTime() ?? 0),
      allows: compileAddressFilter(token.allowedCidrs),
      restriction: token.restricted ? new Set(row.restriction) : null,
      onlyApiId: token.onlyApiId,
      ancestors: row.ancestors?.map(toAncestor) ?? null,
    },
  };
}

const toAncestor = ({
  meetsPolicyUntilMs,
  allowedCidrs,
  restriction,
  ...ancestor
}: AncestorRow): Ancestor => ({
  ...ancestor,
  meetsPolicyUntilMs: Number(meetsPolicyUntilMs ?? Number.POSITIVE_INFINITY),
  allows: compileAddressFilter(allowedCidrs),
  restriction: restriction && new Set(restriction),
});

/** Loads groups with everything their scopes grant, keyed by group id; `api` narrows to one slug. */
export async function loadGroupSnapshots(
  db: Queryable,
  groupIds: readonly string[],
  api?: string,
): Promise<Map<string, GroupSnapshot>> {
  if (groupIds.length === 0) return new Map();
  const asked = { groupIds, api: api ?? null };
  const rows = await selectGroups(db).execute(asked);
  return toGroups(rows, await selectGranted(db).execute(asked));
}

/** `loadGroupSnapshots` of one group for who asks again and again; see `prepareTokenSnapshots`. */
export function prepareGroupSnapshot(
  db: Database,
): (groupId: string) => Promise<GroupSnapshot | null> {
  const preparedGroups = selectGroups(db).prepare('group-snapshots');
  const preparedGranted = selectGranted(db).prepare('group-grants');
  return async (groupId) => {
    const asked = { groupIds: [groupId], api: null };
    const [rows, granted] = await Promise.all([
      preparedGroups.execute(asked),
      preparedGranted.execute(asked),
    ]);
    return toGroups(rows, granted).get(groupId) ?? null;
  };
}

const ASKED_GROUPS = sql`any(${sql.placeholder('groupIds')}::text[])`;

const selectGroups = (db: Queryable) =>
  db
    .select({
      id: groups.id,
      slug: groups.slug,
      name: groups.name,
      state: groups.state,
      allowedCidrs: groups.allowedCidrs,
      allCidrs: organisationPolicy.allowedCidrs,
      idleLimitSeconds: sql<number | null>`${LIMITS_NOW.idleLimitSeconds}`,
    })
    .from(groups)
    .crossJoin(organisationPolicy)
    .where(sql`${groups.id} = ${ASKED_GROUPS}`);

/** A row for each scope of each group: thousands of operations come as a few arrays. */
const selectGranted = (db: Queryable) =>
  db
    .select({
      groupId: groupScopes.groupId,
      api: apis.slug,
      id: scopes.id,
      name: scopes.name,
      apiId: scopes.apiId,
      operations: sql<string[]>`array_agg(${operations.name})`,
    })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .innerJoin(scopeOperations, eq(scopeOperations.scopeId, scopes.id))
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .where(
      and(
        sql`${groupScopes.groupId} = ${ASKED_GROUPS}`,
        sql`${apis.slug} = coalesce(${sql.placeholder('api')}, ${apis.slug})`,
      ),
    )
    .groupBy(groupScopes.groupId, apis.slug, scopes.id, scopes.name)
    .orderBy(asc(scopes.name));

function toGroups(
  rows: Awaited<ReturnType<typeof selectGroups>>,
  granted: Awaited<ReturnType<typeof selectGranted>>,
): Map<string, GroupSnapshot> {
  const grants = new Map<string, Map<string, Map<string, GrantingScope[]>>>();
  for (const { groupId, api, id, name, apiId, operations: opened } of granted) {
    const ofGroup = entry(grants, groupId, () => new Map());
    const ofApi = entry(ofGroup, api, () => new Map());
    const scope = { id, name, apiId };
    for (const operation of opened) {
      entry<string, GrantingScope[]>(ofApi, operation, () => []).push(scope);
    }
  }
  return new Map(
    rows.map(({ id, slug, name, state, allowedCidrs, allCidrs, idleLimitSeconds }) => [
      id,
      {
        id,
        slug,
        name,
        state,
        allows: bothAllow(compileAddressFilter(allowedCidrs), allCidrs),
        idleLimitSeconds,
        grants: grants.get(id) ?? new Map(),
      },
    ]),
  );
}

/** Where the organisation names no addresses, as mostly, a decision looks at one filter. */
function bothAllow(own: AddressFilter, cidrs: readonly string[]): AddressFilter {
  if (cidrs.length === 0) return own;
  const all = compileAddressFilter(cidrs);
  return (ip) => own(ip) && all(ip);
}

/**
 * All living memberships of one active identity: the subjects a signed-in person acts as.
 * @param withoutProvider id of an identity provider, whose memberships don't count
 */
export async function loadSubjects(
  db: Queryable,
  identityId: string,
  withoutProvider: string | null = null,
): Promise<SubjectSnapshot[]> {
  const rows = await db
    .select({ identity: identities, membership: memberships })
    .from(identities)
    .innerJoin(memberships, eq(memberships.identityId, identities.id))
    .where(
      and(
        eq(identities.id, identityId),
        or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
        withoutProvider === null
          ? undefined
          : or(ne(memberships.source, 'sso'), isDistinct(memberships.sourceId, withoutProvider)),
      ),
    )
    // The same group is named each time where several give a right.
    .orderBy(asc(memberships.groupId));
  return rows.map(({ identity, membership }) => ({
    identity,
    groupId: membership.groupId,
    membership: { role: membership.role, expiresAtMs: membership.expiresAt?.getTime() ?? null },
  }));
}

const isDistinct = (column: Column, value: string) => sql`${column} is distinct from ${value}`;

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
