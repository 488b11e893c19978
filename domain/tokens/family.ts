import { asc, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import type { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { isRefusal, notFound, type Refusal } from '@/domain/base/refusal';
import { type Ceilings, underCeilings } from '@/domain/policy/effective';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { findIdentity, type IdentityRow } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';

export type TokenRow = typeof tokens.$inferSelect;

export interface FamilyTarget extends TokenTarget {
  /** As its tokens feel it: under the organisation's ceilings. */
  readonly group: typeof groups.$inferSelect;
  readonly ceilings: Ceilings;
  readonly identity: IdentityRow;
  /** Everything that was ever rotated into or out of the token, itself included, oldest first. */
  readonly family: readonly TokenRow[];
}

/**
 * Loads a token with its family, its group and whom it acts for, all locked until the commit, in the
 * order in which tokens are made: of two rotations of a family one sees what the other did.
 */
export async function loadFamily(db: Queryable, id: string): Promise<FamilyTarget | Refusal> {
  const named = await loadTokenTarget(db, id, false);
  if (isRefusal(named)) return named;
  const group = await loadGroupTarget(db, named.row.groupId, 'no key update');
  if (isRefusal(group)) return group;
  const identity = await findIdentity(db, named.row.identityId, 'no key update');
  if (isRefusal(identity)) return identity;
  const family = await db
    .select()
    .from(tokens)
    .where(eq(tokens.familyId, named.row.familyId))
    .orderBy(asc(tokens.createdAt), asc(tokens.id))
    .for('update');
  const row = family.find((one) => one.id === id);
  if (!row) return notFound('token');
  const ceilings = await readCeilings(db);
  return { ...named, row, group: underCeilings(group.row, ceilings), ceilings, identity, family };
}
