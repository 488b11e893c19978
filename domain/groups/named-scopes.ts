import { eq, inArray, or, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { invalid, type Refusal } from '@/domain/base/refusal';
import type { NamedScope } from '@/domain/tokens/restriction';

export const qualified = (scope: { api: string; name: string }) => `${scope.api}/${scope.name}`;

/** The scopes that ids or qualified names stand for; `lock` keeps them until the command commits. */
export async function findScopes(
  db: Queryable,
  names: readonly string[],
  lock = false,
): Promise<NamedScope[] | Refusal> {
  if (names.length === 0) return [];
  const qualifiedName = sql<string>`${apis.slug} || '/' || ${scopes.name}`;
  const query = db
    .select({ id: scopes.id, api: apis.slug, apiId: apis.id, name: scopes.name })
    .from(scopes)
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(or(inArray(scopes.id, [...names]), inArray(qualifiedName, [...names])));
  const rows = lock ? await query.for('share', { of: scopes }) : await query;
  const known = new Set(rows.flatMap((row) => [row.id, qualified(row)]));
  for (const [index, name] of names.entries()) {
    if (!known.has(name)) {
      return invalid(`scopes.${index}`, `There is no scope “${name}”; write api/scope.`);
    }
  }
  return rows;
}
