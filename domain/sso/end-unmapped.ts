import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { identities, sessions } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import type { Actor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import type { Refusal } from '@/domain/base/refusal';
import { revokeOfMembers } from '@/domain/tokens/mark-revoked';
import type { ProviderRow } from './provider-target';
import { lockGroups } from './wanted-memberships';

/** A mapping, as far as it says who is where. */
interface Leads {
  readonly externalGroup: string;
  readonly groupId: string;
}

interface Membership {
  readonly groupId: string;
  readonly identityId: string;
  readonly name: string;
}

/** Of whom it is known, from their last sign-in, in which groups of the provider they are. */
async function knownGroups(db: Queryable, issuer: string): Promise<Map<string, Set<string>>> {
  const accounts = await db.select().from(ssoAccounts).where(eq(ssoAccounts.issuer, issuer));
  return new Map(
    accounts.flatMap(({ identityId, groups }) =>
      groups === null ? [] : [[identityId, new Set((groups as { ids: string[] }).ids)] as const],
    ),
  );
}

/** Memberships that a provider gave and that no mapping of these leads to any more. */
export async function unmapped(
  db: Queryable,
  provider: Pick<ProviderRow, 'id' | 'issuer'>,
  mappings: readonly Leads[],
): Promise<Membership[]> {
  const rows = await db
    .select({ groupId: memberships.groupId, identityId: identities.id, name: identities.name })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(and(eq(memberships.source, 'sso'), eq(memberships.sourceId, provider.id)))
    .orderBy(memberships.groupId, memberships.identityId);
  const known = await knownGroups(db, provider.issuer);
  return rows.filter(({ groupId, identityId }) => {
    const theirs = known.get(identityId);
    const isLed = ({ externalGroup, groupId: to }: Leads) =>
      to === groupId && (theirs === undefined || theirs.has(externalGroup));
    return !mappings.some(isLed);
  });
}

/** Ends them with their tokens, as a sign-in would. @returns what an event says of it */
export async function endUnmapped(
  tx: Transaction,
  actor: Actor,
  request: RequestOrigin,
  ended: readonly Membership[],
): Promise<
  | Refusal
  | {
      endedMemberships: { group: string; member: string; name: string }[];
      revokedTokens: string[];
      affects: string[];
    }
> {
  const groupIds = [...new Set(ended.map(({ groupId }) => groupId))];
  await lockGroups(tx, groupIds);
  const revoked: string[] = [];
  for (const groupId of groupIds) {
    const ids = ended.filter((one) => one.groupId === groupId).map((one) => one.identityId);
    await tx
      .delete(memberships)
      .where(and(eq(memberships.groupId, groupId), inArray(memberships.identityId, ids)));
    revoked.push(...(await revokeOfMembers(tx, actor, groupId, ids)));
  }
  const refused = await refuseWithoutAdministrator(tx, { actor, request });
  if (refused) return refused;
  return {
    endedMemberships: ended.map(({ groupId, identityId, name }) => ({
      ...{ group: groupId, member: identityId, name },
    })),
    revokedTokens: revoked,
    affects: [...ended.map(({ identityId }) => identityId), ...revoked],
  };
}

/** Ends the sessions that stand on a provider's word. @returns how many */
export async function endProviderSessions(tx: Transaction, providerId: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.ssoProviderId, providerId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length;
}
