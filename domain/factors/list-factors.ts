import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { passkeys, recoveryCodes, totpSecrets } from '@/db/schema/factors';
import { passwords } from '@/db/schema/identities';

/** What somebody can prove who they are by: for their own eyes. */
export async function readFactors(db: Queryable, identityId: string) {
  const [app] = await db
    .select({ addedAt: totpSecrets.confirmedAt, lastUsedAt: totpSecrets.lastUsedAt })
    .from(totpSecrets)
    .where(and(eq(totpSecrets.identityId, identityId), isNotNull(totpSecrets.confirmedAt)));
  const keys = await db
    .select({
      ...{ id: passkeys.id, name: passkeys.name, createdAt: passkeys.createdAt },
      ...{ lastUsedAt: passkeys.lastUsedAt, clonedAt: passkeys.clonedAt },
      isBackedUp: passkeys.isBackedUp,
    })
    .from(passkeys)
    .where(eq(passkeys.identityId, identityId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
  const unused = and(eq(recoveryCodes.identityId, identityId), isNull(recoveryCodes.usedAt));
  return {
    hasPassword: (await db.$count(passwords, eq(passwords.identityId, identityId))) > 0,
    app: app ?? null,
    passkeys: keys,
    recoveryCodesLeft: await db.$count(recoveryCodes, unused),
  };
}
