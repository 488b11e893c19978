import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { UNDO_SECONDS } from './token-facts';

/** A minute ago: beyond the undo, for the membership or the person it hung on is gone as well. */
const beyondUndo = sql`clock_timestamp() - make_interval(secs => ${2 * UNDO_SECONDS})`;

/** What a token that is not revoked becomes when it is; an undo knows what it was. */
export const asRevoked = (actor: Actor, reason: string | null, at: SQL) => ({
  state: 'revoked' as const,
  stateBeforeRevoke: sql`${tokens.state}`,
  revokedAt: at,
  revokedBy: actor.id,
  revokedByName: actor.name,
  revokeReason: reason,
});

/** And what it becomes when that is taken back: as it was before, with no word of it left. */
export const AS_BEFORE_REVOKE = {
  ...{ state: sql`${tokens.stateBeforeRevoke}`, stateBeforeRevoke: null },
  ...{ revokedAt: null, revokedBy: null, revokedByName: null, revokeReason: null },
};

/**
 * Revokes the tokens this holds for, as part of a larger change, which audits them. Those revoked a
 * moment ago lose their undo, else it would bring back what the larger change took away.
 * @returns ids of the tokens that were not revoked before
 */
export async function markRevoked(
  tx: Transaction,
  actor: Actor,
  held: SQL | undefined,
  reason: string,
  endedWithMembership = false,
): Promise<string[]> {
  await tx
    .update(tokens)
    .set({ revokedAt: beyondUndo })
    .where(and(held, eq(tokens.state, 'revoked'), sql`${tokens.revokedAt} > ${beyondUndo}`));
  const revoked = await tx
    .update(tokens)
    .set({ ...asRevoked(actor, reason, beyondUndo), endedWithMembership })
    .where(and(held, ne(tokens.state, 'revoked')))
    .returning({ id: tokens.id });
  return revoked.map(({ id }) => id);
}

/** The same for those whose membership in a group ends with the change: decisions about them say so. */
export const revokeOfMembers = (
  tx: Transaction,
  actor: Actor,
  groupId: string,
  identityIds: readonly string[],
): Promise<string[]> =>
  markRevoked(
    tx,
    actor,
    and(eq(tokens.groupId, groupId), inArray(tokens.identityId, [...identityIds])),
    'membership ended',
    true,
  );
