import { eq } from 'drizzle-orm';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { openSealed, SealBroken } from '@/domain/credentials/sealed';
import { readClockMs } from '@/domain/decision/clock';
import { askingWith } from '@/domain/destinations/asking';
import { type DestinationRow, placeOf } from '@/domain/destinations/destination-target';
import { kindOf } from '@/domain/destinations/kinds/all';
import type { Delivered } from '@/domain/destinations/kinds/kind';
import { DestinationProblem } from '@/domain/destinations/problem';
import type { JobScope } from '@/domain/jobs/define';
import { sealedFor } from './mint-successor';
import type { RotationRow } from './rotation-target';

export type Brought =
  | Delivered
  | { readonly problem: string; readonly retryAfterSeconds?: number | undefined };

/** Opens the successor's secret and brings it where it belongs; holds no transaction. */
export async function bringSecret(
  { db, settings, signal }: Pick<JobScope<unknown>, 'db' | 'settings' | 'signal'>,
  row: RotationRow,
  destination: DestinationRow | undefined,
): Promise<Brought> {
  if (!destination) return { problem: 'The destination is gone.' };
  const { serverSecret } = settings;
  if (serverSecret === undefined) {
    return { problem: 'The worker has no NEXTAUTH_SECRET to open the new secret with.' };
  }
  const place = placeOf(destination);
  try {
    const secret = openSealed(serverSecret, row.secretSealed ?? '', sealedFor(row.id));
    const at = new Date(await readClockMs(db));
    const asking = await askingWith({
      ...{ credential: destination.credential, at, secret, signal },
      settings: settings.destinations,
    });
    return await kindOf(place).deliver(
      place,
      {
        ...{ secretName: row.secretName, secret },
        deliveryId: `${row.id}_${row.successorId}`,
        facts: await factsOf(db, row),
      },
      asking,
    );
  } catch (error) {
    if (error instanceof DestinationProblem) {
      return { problem: error.message, retryAfterSeconds: error.retryAfterSeconds };
    }
    if (!(error instanceof SealBroken)) throw error;
    return {
      problem: 'NEXTAUTH_SECRET was changed, so the new secret can’t be opened: rotate again.',
    };
  }
}

/** What a receiver is told of the two tokens. */
async function factsOf(db: JobScope<unknown>['db'], row: RotationRow) {
  const of = async (id: string | null) => {
    const [found] = await db
      .select({
        ...{ id: tokens.id, name: tokens.name, last4: tokens.last4, group: groups.slug },
        expiresAt: tokens.expiresAt,
      })
      .from(tokens)
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .where(eq(tokens.id, id ?? ''));
    return found ?? null;
  };
  return {
    rotation: row.id,
    token: await of(row.successorId),
    predecessor: await of(row.predecessorId),
  };
}
