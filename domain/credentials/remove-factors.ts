import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { passkeys, recoveryCodes, totpSecrets } from '@/db/schema/factors';

/** Removes all that somebody proves who they are by, but the password. @returns what an event says of it */
export async function removeFactors(tx: Transaction, identityId: string) {
  const keys = await tx.delete(passkeys).where(eq(passkeys.identityId, identityId)).returning();
  const apps = await tx
    .delete(totpSecrets)
    .where(eq(totpSecrets.identityId, identityId))
    .returning();
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.identityId, identityId));
  return { passkeys: keys.map(({ name }) => name), authenticator: apps.length > 0 };
}
