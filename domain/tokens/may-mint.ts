import { and, eq, isNotNull } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { type groups, memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import {
  controlPlaneOperationsOfGroup,
  controlPlaneOperationsOfScopes,
  refuseEscalation,
} from '@/domain/authority/escalation';
import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { hasPassed } from '@/domain/decision/clock';
import type { IdentityRow } from '@/domain/targets/find-identity';
import { type FamilyTarget, isLiving } from './family';
import { refusePersonal } from './token-rules';

/** A secret is not told again once its token has ended. */
export async function refuseEndedToken(tx: Transaction, id: string): Promise<Refusal | null> {
  return (await tx.$count(tokens, and(eq(tokens.id, id), isLiving))) > 0
    ? null
    : refuse('conflict', 'token_ended', 'The token that this request made has ended since.');
}

/** Keeps the membership until the command commits: it can't end between this look and the token. */
export async function hasLivingMembership(
  tx: Transaction,
  groupId: string,
  identityId: string,
): Promise<boolean> {
  const [membership] = await tx
    .select({ ended: hasPassed(memberships.expiresAt) })
    .from(memberships)
    .where(and(eq(memberships.groupId, groupId), eq(memberships.identityId, identityId)))
    .for('share');
  return membership?.ended === false;
}

/** A token has no successor where it acts for nobody now, whatever its own state says. */
export async function refuseActingForNobody(
  tx: Transaction,
  { row, group, identity }: Pick<FamilyTarget, 'row' | 'group' | 'identity'>,
): Promise<Refusal | null> {
  const isHeld = group.state === 'active' && identity.state === 'active';
  return isHeld && (await hasLivingMembership(tx, group.id, identity.id))
    ? null
    : refuse('conflict', 'token_not_active', `${row.name} acts for nobody in ${group.name}.`);
}

/** A token that was given away makes others of itself alone: what it minted besides would outlive it. */
async function refuseDelegated(tx: Transaction, actor: Actor): Promise<Refusal | null> {
  if (actor.kind !== 'bearer') return null;
  const children = and(eq(tokens.id, actor.via.id), isNotNull(tokens.parentId));
  return (await tx.$count(tokens, children)) === 0
    ? null
    : refuse('forbidden', 'token_delegated', 'A delegated token mints nothing but its children.');
}

export async function refuseMintingEscalation(
  tx: Transaction,
  actor: Actor,
  group: typeof groups.$inferSelect,
  scopeIds: readonly string[] | null,
): Promise<Refusal | null> {
  const delegated = await refuseDelegated(tx, actor);
  if (delegated) return delegated;
  const handedOut = scopeIds
    ? await controlPlaneOperationsOfScopes(tx, scopeIds)
    : await controlPlaneOperationsOfGroup(tx, group.id);
  return refuseEscalation(actor, handedOut, `A token in ${group.name}`);
}

/** Whether somebody may be given the secret of a token that acts for this identity. */
export function refuseActingFor(actor: Actor, identity: IdentityRow): Refusal | null {
  if (identity.type === 'person' && identity.id !== actor.id) {
    return refusePersonal(identity);
  }
  return identity.state === 'active'
    ? null
    : refuse('conflict', 'identity_suspended', `${identity.name} is suspended.`);
}
