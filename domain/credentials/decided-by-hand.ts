import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { scimLinks } from '@/db/schema/scim';

/**
 * Somebody here has said whether an identity may act, its row being locked: no client resumes it any more
 * for having suspended it before.
 */
export async function decidedByHand(tx: Transaction, identityId: string): Promise<void> {
  const here = eq(scimLinks.identityId, identityId);
  await tx.update(scimLinks).set({ deactivated: false }).where(here);
}
