import { and, arrayOverlaps, asc, gt, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import type { groups } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { isRefusal, notFound, type Refusal } from '@/domain/base/refusal';
import { type Ceilings, underCeilings } from '@/domain/policy/effective';
import { readCeilings } from '@/domain/policy/read-ceilings';
import type { IdentityRow } from '@/domain/targets/find-identity';
import type { TokenTarget } from '@/domain/targets/token-target';
import { loadHolding, type TokenRow } from './family';
import { readTokenView, type TokenView } from './token-view';

export interface LineageTarget extends TokenTarget {
  /** As its tokens feel it: under the organisation's ceilings. */
  readonly row: TokenRow;
  readonly ofGroup: typeof groups.$inferSelect;
  readonly ceilings: Ceilings;
  readonly ofIdentity: IdentityRow;
  /** Everything that the token was made from, the first of all first, and the token itself. */
  readonly line: readonly TokenRow[];
  /** As pages show it, by which the right to delegate goes. */
  readonly shown: TokenView;
  readonly group: TokenView['group'];
  readonly identity: TokenView['identity'];
}

/**
 * Loads a token with all that it was made from, its group and whom it acts for, locked until the commit
 * in the order in which tokens are made: none of them can end while a child is being made.
 */
export async function loadLineage(db: Queryable, id: string): Promise<LineageTarget | Refusal> {
  const holding = await loadHolding(db, id);
  if (isRefusal(holding)) return holding;
  const { named, groupRow, identity } = holding;
  const line = await db
    .select()
    .from(tokens)
    .where(inArray(tokens.id, [...named.row.ancestorIds, id]))
    .orderBy(asc(sql`cardinality(${tokens.ancestorIds})`))
    .for('no key update');
  const row = line.at(-1);
  if (row?.id !== id) return notFound('token');
  const ceilings = await readCeilings(db);
  const shown = await readTokenView(db, id);
  return {
    ...{ ...named, row, line, ceilings, shown, group: shown.group, identity: shown.identity },
    ...{ ofGroup: underCeilings(groupRow, ceilings), ofIdentity: identity },
  };
}

/** How many tokens were made from this one, or from those, and could still work, if it did. */
export const countDescendants = (db: Queryable, id: string): Promise<number> =>
  db.$count(
    tokens,
    and(
      isNotNull(tokens.parentId),
      arrayOverlaps(tokens.ancestorIds, [id]),
      ne(tokens.state, 'revoked'),
      gt(tokens.expiresAt, sql`clock_timestamp()`),
    ),
  );

/** The scopes that each of these is cut down to, together; null where none of them is. */
export async function scopesAlong(
  db: Queryable,
  line: readonly TokenRow[],
): Promise<Set<string> | null> {
  const restricted = line.filter((one) => one.restricted).map(({ id }) => id);
  if (restricted.length === 0) return null;
  const rows = await db
    .select({ id: tokenScopes.scopeId })
    .from(tokenScopes)
    .where(inArray(tokenScopes.tokenId, restricted))
    .groupBy(tokenScopes.scopeId)
    .having(sql`count(*) = ${restricted.length}`);
  return new Set(rows.map(({ id }) => id));
}
