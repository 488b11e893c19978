import {
  and,
  arrayOverlaps,
  type Column,
  eq,
  exists,
  gt,
  ilike,
  inArray,
  isNotNull,
  lte,
  ne,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { anyOf, reference, searchText, soughtText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { TOKEN_HINT } from '@/domain/base/secret-pattern';
import { letsScopePass } from '@/domain/decision/restriction-sql';
import { endingFilters, endingWithin } from './ending';
import { isPowerful } from './powerful';
import { BLOCKED_BY, blockedBy, TOKEN_STATUSES, type TokenStatus, tokenStatus } from './token-view';

export const tokenFilters = {
  group: anyOf(reference()),
  identity: anyOf(reference()),
  status: anyOf(z.enum(TOKEN_STATUSES)),
  /** Of blocked tokens, what blocks them. */
  blockedBy: anyOf(z.enum(BLOCKED_BY)),
  kind: anyOf(z.enum(['personal', 'service'])),
  /** Scopes the token effectively holds, by id or as `api/name`. */
  scope: anyOf(soughtText(300).min(1)),
  /** A rotation family. */
  family: reference().optional(),
  /** A token: it, those it was made from, and those made from it. */
  lineage: reference().optional(),
  /** A token: those made from it, and from those. */
  madeFrom: reference().optional(),
  /** Whole days in which the token was not used; one never used counts from its creation. */
  unusedForDays: z.coerce.number().int().min(1).max(3_660).optional(),
  /** Whether it holds a scope by which something can be changed. */
  powerful: z.enum(['yes', 'no']).optional(),
  ...endingFilters,
  q: searchText(),
};
type TokenFilters = { [Key in keyof typeof tokenFilters]?: z.output<(typeof tokenFilters)[Key]> };

/** What of the filters facets count, too; `isWhole` where nothing else is asked for. */
export function facetChoices(filters: TokenFilters) {
  const { group, identity, status, blockedBy, kind, ...others } = filters;
  const choices = Object.fromEntries(
    Object.entries({ group, identity, status, blockedBy, kind }).flatMap(([name, choice]) =>
      choice === undefined ? [] : [[name, all<string>(choice)]],
    ),
  );
  const names = Object.keys(tokenFilters) as (keyof TokenFilters)[];
  const isWhole = names.every((name) => name in choices || !(others as TokenFilters)[name]);
  return { choices, isWhole };
}

export function tokensMatching(db: Queryable, filters: TokenFilters): SQL | undefined {
  const { group, identity, status, kind, scope, family, unusedForDays, q } = filters;
  const { lineage, madeFrom } = filters;
  return and(
    group ? or(inArray(groups.id, all(group)), inArray(groups.slug, all(group))) : undefined,
    identity
      ? or(inArray(identities.id, all(identity)), inArray(identities.slug, all(identity)))
      : undefined,
    status ? hasStatus(all(status)) : undefined,
    filters.blockedBy
      ? and(eq(tokenStatus, 'blocked'), inArray(blockedBy, all(filters.blockedBy)))
      : undefined,
    kind ? inArray(tokens.kind, all(kind)) : undefined,
    scope ? holdingScope(db, all(scope)) : undefined,
    family ? eq(tokens.familyId, family) : undefined,
    madeFrom ? isMadeFrom(madeFrom) : undefined,
    lineage ? or(eq(tokens.id, lineage), isMadeFrom(lineage), isAbove(lineage)) : undefined,
    unusedForDays ? unusedFor(unusedForDays) : undefined,
    filters.powerful === undefined
      ? undefined
      : filters.powerful === 'yes'
        ? isPowerful(db)
        : not(isPowerful(db)),
    endingWithin(filters),
    q ? tokensFound(q) : undefined,
  );
}

/** One never used counts from its creation. */
export const unusedFor = (days: number): SQL =>
  sql`coalesce(${tokenUsage.lastUsedAt}, ${tokens.createdAt}) < now() - make_interval(hours => ${days * 24})`;

/** Not revoked, not rotated out, and what else a status that goes by a token's own columns says. */
const isKept = sql`(${tokens.state} <> 'revoked' and (${tokens.retiresAt} is null or ${tokens.retiresAt} > now()))`;
const isAwaiting = sql`${tokens.approval} is not distinct from 'awaiting'`;
const isSuspended = sql`${tokens.state} = 'suspended'`;
/** The statuses that a token's own columns tell, in the order of `TOKEN_STATUSES`. */
const STOPPED: Readonly<Partial<Record<TokenStatus, SQL | undefined>>> = {
  revoked: eq(tokens.state, 'revoked'),
  retired: and(ne(tokens.state, 'revoked'), lte(tokens.retiresAt, sql`now()`)),
  awaiting: and(isKept, isAwaiting),
  suspended: and(isKept, not(isAwaiting), isSuspended),
  expired: and(isKept, not(isAwaiting), not(isSuspended), lte(tokens.expiresAt, sql`now()`)),
};
const GOING = TOKEN_STATUSES.filter((status) => !(status in STOPPED));
const isGoing = and(isKept, not(isAwaiting), not(isSuspended), gt(tokens.expiresAt, sql`now()`));

/**
 * Says by columns what they can say: Postgres then knows how many tokens to expect, and works out the
 * whole status only where one that is going needs it.
 */
function hasStatus(statuses: readonly TokenStatus[]): SQL | undefined {
  const going = GOING.filter((status) => statuses.includes(status));
  const isOne = going.length < GOING.length ? inArray(tokenStatus, going) : undefined;
  return or(
    ...statuses.flatMap((status) => STOPPED[status] ?? []),
    going.length > 0 ? and(isGoing, isOne) : undefined,
  );
}

const isMadeFrom = (id: string) =>
  and(isNotNull(tokens.parentId), arrayOverlaps(tokens.ancestorIds, [id]));

const isAbove = (id: string) =>
  sql`${tokens.id} = any (array(select unnest(made.ancestor_ids) from ${tokens} as made where made.id = ${id}))`;

const all = <Value extends string>(choice: Value | Value[]): Value[] =>
  Array.isArray(choice) ? choice : [choice];

function tokensFound(q: string): SQL | undefined {
  const [, first4, last4] = TOKEN_HINT.exec(q) ?? [];
  if (first4 && last4) return and(eq(tokens.first4, first4), eq(tokens.last4, last4));
  const pattern = containsPattern(q);
  const sought = (...columns: Column[]) => or(...columns.map((column) => ilike(column, pattern)));
  return or(
    sought(tokens.name),
    isAnyOf(
      tokens.identityId,
      identities,
      sought(identities.name, identities.email, identities.slug),
    ),
    isAnyOf(tokens.groupId, groups, sought(groups.name, groups.slug)),
    eq(tokens.id, q),
    eq(tokens.last4, q),
  );
}

/** Looked up once in the small table, instead of beside each token. */
const isAnyOf = (
  column: Column,
  table: typeof identities | typeof groups,
  where: SQL | undefined,
): SQL => sql`${column} = any (array(select ${table.id} from ${table} where ${where}))`;

/** Tokens whose group owns one of the scopes, and which, like all they were made from, are not cut down past it. */
function holdingScope(db: Queryable, names: string[]): SQL {
  const held = db
    .select({ one: sql`1` })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(
      and(
        eq(groupScopes.groupId, tokens.groupId),
        or(inArray(scopes.id, names), inArray(sql`${apis.slug} || '/' || ${scopes.name}`, names)),
        letsScopePass(scopes.id, scopes.apiId),
      ),
    );
  return exists(held);
}
