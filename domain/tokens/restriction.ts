import { and, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { tokenScopes } from '@/db/schema/tokens';
import { invalid, type Refusal } from '@/domain/base/refusal';
import type { TokenRow } from './family';

export interface NamedScope {
  readonly id: string;
  readonly name: string;
  readonly api: string;
  readonly apiId: string;
}

export async function scopesOfGroup(db: Queryable, groupId: string): Promise<NamedScope[]> {
  return db
    .select({ id: scopes.id, name: scopes.name, api: apis.slug, apiId: apis.id })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(eq(groupScopes.groupId, groupId));
}

/**
 * Finds the named scopes among those the group owns: by id, `name`, or `api/name` where the bare
 * name stands in several APIs. Undefined names mean no restriction (null).
 */
export async function findGroupScopes(
  db: Queryable,
  groupId: string,
  names: readonly string[] | undefined,
): Promise<NamedScope[] | null | Refusal> {
  if (names === undefined) return null;
  const owned = await scopesOfGroup(db, groupId);
  const found = new Map<string, NamedScope>();
  for (const [index, name] of names.entries()) {
    const matches = owned.filter(
      (scope) => scope.id === name || scope.name === name || `${scope.api}/${scope.name}` === name,
    );
    const [match] = matches;
    if (!match) return invalid(`scopes.${index}`, `The group does not own a scope “${name}”.`);
    if (matches.length > 1) {
      return invalid(
        `scopes.${index}`,
        `Several APIs have a scope “${name}”: write ${matches.map((scope) => `${scope.api}/${scope.name}`).join(' or ')}.`,
      );
    }
    found.set(match.id, match);
  }
  return [...found.values()];
}

/** What the group still owns of the scopes that the token is cut down to; null where it isn't. */
export async function keptScopes(tx: Queryable, row: TokenRow): Promise<string[] | null> {
  if (!row.restricted) return null;
  const owned = (await scopesOfGroup(tx, row.groupId)).map((scope) => scope.id);
  const kept = await tx
    .select({ id: tokenScopes.scopeId })
    .from(tokenScopes)
    .where(and(eq(tokenScopes.tokenId, row.id), inArray(tokenScopes.scopeId, ['', ...owned])));
  return kept.map(({ id }) => id);
}
