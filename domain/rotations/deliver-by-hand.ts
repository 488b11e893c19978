import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { destinations, rotationSchedules, rotations } from '@/db/schema/destinations';
import { newId } from '@/domain/base/ids';
import { sealSecret } from '@/domain/credentials/sealed';
import type { FamilyTarget } from '@/domain/tokens/family';
import type { TokenView } from '@/domain/tokens/token-view';
import { countFromNow } from './count-from-now';
import { sealedFor } from './mint-successor';
import { now, openRotationOf, type RotationRow, tell } from './rotation-target';

interface Successor {
  readonly token: Pick<TokenView, 'id' | 'last4'>;
  readonly ttlSeconds: number;
  readonly secret: string;
}

/**
 * Has the secret of a rotation by hand brought to where the schedule of the family brings it, for what
 * reads it there would go on with the old one until that ends. A rotation that is under way has been
 * overtaken, and ends. @returns null where there is no schedule
 */
export async function deliverByHand(
  tx: Transaction,
  { row, group }: FamilyTarget,
  { token, ttlSeconds, secret }: Successor,
  { byName, serverSecret }: { readonly byName: string; readonly serverSecret: string },
): Promise<RotationRow | null> {
  const [to] = await tx
    .select()
    .from(rotationSchedules)
    .innerJoin(destinations, eq(destinations.id, rotationSchedules.destinationId))
    .where(eq(rotationSchedules.familyId, row.familyId));
  if (!to) return null;
  const overtaken = await openRotationOf(tx, row.familyId);
  if (overtaken) {
    await tx
      .update(rotations)
      .set({
        ...{ state: 'ended', secretSealed: null, endedAt: now, nextAttemptAt: null },
        ...{ failure: null, failedAt: null },
      })
      .where(eq(rotations.id, overtaken.id));
    await tell(tx, overtaken.id, 'ended', `${byName} rotated the token by hand.`);
  }
  const id = newId('rotation');
  const [delivery] = await tx
    .insert(rotations)
    .values({
      ...{ id, familyId: row.familyId, predecessorId: row.id, successorId: token.id },
      ...{ destinationId: to.destinations.id, destinationName: to.destinations.name },
      ...{ secretName: to.rotation_schedules.secretName, byHand: true, state: 'minted' },
      secretSealed: sealSecret(serverSecret, secret, sealedFor(id)),
      ...{ startedByName: byName, plannedAt: now, mintedAt: now, nextAttemptAt: now },
    })
    .returning();
  if (!delivery) throw new Error(`no delivery of ${token.id} was stored`);
  await tell(tx, id, 'minted', `••${token.last4}, by hand`);
  await countFromNow(tx, { row, group }, ttlSeconds);
  return delivery;
}
