import { and, eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { recoveryCodes } from '@/db/schema/factors';
import { identities } from '@/db/schema/identities';
import { subquery } from '@/db/subquery';
import { canSignIn } from '@/domain/authority/can-sign-in';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { hasFactor } from '@/domain/credentials/session-standing';
import type { OwnSession } from './own-session';

/**
 * Asked after a factor was removed: refuses where the person must have one and has none left, or could
 * not sign in any more. With the last factor its recovery codes go.
 */
export async function refuseLastFactor(
  tx: Transaction,
  { person, mustHaveFactor }: OwnSession,
): Promise<Refusal | null> {
  const [now] = await tx
    .select({ hasFactor: subquery(hasFactor), canSignIn: subquery(canSignIn(identities.id)) })
    .from(identities)
    .where(and(eq(identities.id, person.id)));
  if (!now?.canSignIn) {
    const message = 'You could not sign in any more. Set a password or add another passkey first.';
    return refuse('conflict', 'last_factor', message);
  }
  if (now.hasFactor) return null;
  if (mustHaveFactor) {
    const message = 'You must have a second factor here. Add another one first.';
    return refuse('conflict', 'last_factor', message);
  }
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.identityId, person.id));
  return null;
}
