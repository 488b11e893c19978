import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { scimLinks } from '@/db/schema/scim';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import type { Actor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import type { Refusal } from '@/domain/base/refusal';
import { endSessions } from '@/domain/credentials/end-sessions';
import { voidSetupLinks } from '@/domain/credentials/void-setup-links';

interface Change {
  readonly actor: Actor;
  readonly request: RequestOrigin;
  readonly identityId: string;
  readonly active: boolean;
}

/**
 * Suspends somebody on the word of a client, or resumes whom it had suspended: who was suspended by hand
 * stays so. None of their tokens works meanwhile, and their sessions are over.
 * @returns what an event says of it, or null where nothing changed
 */
export async function setActive(
  tx: Transaction,
  { actor, request, identityId, active }: Change,
): Promise<Refusal | { state: string; endedSessions?: number } | null> {
  const own = and(eq(scimLinks.clientId, actor.id), eq(scimLinks.identityId, identityId));
  const now = { state: active ? ('active' as const) : ('suspended' as const) };
  const changed = { ...now, updatedAt: sql`now()` };
  const here = eq(identities.id, identityId);
  if (active) {
    const mayResume = and(own, eq(scimLinks.deactivated, true));
    if ((await tx.$count(scimLinks, mayResume)) === 0) return null;
    await tx.update(scimLinks).set({ deactivated: false }).where(own);
    await tx.update(identities).set(changed).where(here);
    return now;
  }
  const suspended = await tx
    .update(identities)
    .set(changed)
    .where(and(here, eq(identities.state, 'active')))
    .returning({ id: identities.id });
  if (suspended.length === 0) return null;
  const refused = await refuseWithoutAdministrator(tx, { actor, request, subject: identityId });
  if (refused) return refused;
  await tx.update(scimLinks).set({ deactivated: true }).where(own);
  await voidSetupLinks(tx, identityId);
  return { ...now, endedSessions: await endSessions(tx, identityId) };
}
