import { and, asc, eq, ne, sql } from 'drizzle-orm';
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

/** Works on, by the clock of the database: neither revoked, expired nor retired. */
export const isLiving = and(
  ne(tokens.state, 'revoked'),
  sql`least(${tokens.expiresAt}, ${tokens.retiresAt}) > clock_timestamp()`,
);

/** The one of a family that no rotation has replaced; undefined where it was revoked. */
export const headOf = (family: readonly TokenRow[]): TokenRow | undefined =>
  family.find((one) => one.state !== 'revoked' && one.retiresAt === null);

/** For how long it was made, in seconds. */
export const lifetimeOf = ({ expiresAt, createdAt }: TokenRow): number =>
  (expiresAt.getTime() - createdAt.getTime()) / 1_000;

/**
 * Loads a token's group and whom it acts for, locked until the commit, and under which ceilings: in the
 * order in which tokens are made, before the token itself is locked.
 */
export async function loadHolding(db: Queryable, id: string) {
  const named = await loadTokenTarget(db, id, false);
  if (isRefusal(named)) return named;
  const group = await loadGroupTarget(db, named.row.groupId, 'no key update');
  if (isRefusal(group)) return group;
  const identity = await findIdentity(db, named.row.identityId, 'no key update');
  if (isRefusal(identity)) return identity;
  return { named, groupRow: group.row, identity };
}

/**
 * Loads a token with its family, its group and whom it acts for, all locked until the commit: of two
 * rotations of a family one sees what the other did.
 */
export async function loadFamily(db: Queryable, id: string): Promise<FamilyTarget | Refusal> {
  const holding = await loadHolding(db, id);
  if (isRefusal(holding)) return holding;
  const { named, groupRow, identity } = holding;
  const family = await db
    .select()
    .from(tokens)
    .where(eq(tokens.familyId, named.row.familyId))
    .orderBy(asc(tokens.createdAt), asc(tokens.id))
    .for('update');
  const row = family.find((one) => one.id === id);
  if (!row) return notFound('token');
  const ceilings = await readCeilings(db);
  return { ...named, row, group: underCeilings(groupRow, ceilings), ceilings, identity, family };
}
