import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { setupLinks } from '@/db/schema/identities';

/** Makes the one-time links of a person that are not used yet useless. @returns how many */
export async function voidSetupLinks(tx: Transaction, identityId: string): Promise<number> {
  const voided = await tx
    .update(setupLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(setupLinks.identityId, identityId), isNull(setupLinks.usedAt)))
    .returning({ id: setupLinks.id });
  return voided.length;
}

/** Makes the links that somebody made for others useless. @returns their ids and for whom they are */
export async function voidLinksMadeBy(
  tx: Transaction,
  makerId: string,
): Promise<{ id: string; identityId: string | null }[]> {
  return tx
    .update(setupLinks)
    .set({ usedAt: sql`now()` })
    .where(and(eq(setupLinks.makerId, makerId), isNull(setupLinks.usedAt)))
    .returning({ id: setupLinks.id, identityId: setupLinks.identityId });
}
