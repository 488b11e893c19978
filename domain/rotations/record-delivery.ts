import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { toInstantTextOrNull } from '@/domain/base/instant';
import { defineCommand } from '@/domain/commands/define';
import { isLiving, type TokenRow } from '@/domain/tokens/family';
import { MAX_OVERLAP_SECONDS } from '@/domain/tokens/token-facts';
import { loadRotation, movedOn, now, type RotationTarget, tell } from './rotation-target';
import { MIN_OVERLAP_SECONDS } from './schedule-facts';

/**
 * Records that the successor's secret has arrived, and forgets it. From now on the predecessor has its
 * overlap; where the destination can't be asked, it keeps its own expiry until the successor is used.
 */
export const recordDelivery = defineCommand({
  operation: 'rotations.deliver',
  summary: 'Record that the secret of a rotation was delivered',
  input: z.object({
    rotation: z.string().max(100),
    successor: z.string().max(100),
    confirmed: z.boolean(),
    said: z.string().max(1_000),
  }),
  output: z.object({ deadlineAt: z.string().nullable() }),
  target: ({ db, input }) => loadRotation(db, input.rotation),
  async run({ tx, input, target }) {
    const { rotation, row } = target;
    if (rotation.state !== 'minted' || rotation.successorId !== input.successor) return movedOn();
    const { confirmed } = input;
    const set = { ...DELIVERED, isConfirmed: confirmed };
    const ofThis = eq(rotations.id, rotation.id);
    let deadlineAt: Date | null = null;
    let predecessor: TokenRow | undefined;
    if (rotation.byHand) {
      // Whoever rotated it has said when its predecessor ends.
      const over = { state: 'retired' as const, endedAt: now, nextAttemptAt: null };
      await tx
        .update(rotations)
        .set({ ...set, ...over })
        .where(ofThis);
    } else {
      const deadline = sql`clock_timestamp() + make_interval(secs => ${overlapOf(target)})`;
      const [kept] = await tx
        .update(rotations)
        .set({ ...set, state: 'delivered', deadlineAt: deadline, nextAttemptAt: now })
        .where(ofThis)
        .returning();
      deadlineAt = kept?.deadlineAt ?? null;
      [predecessor] = await tx
        .update(tokens)
        .set({
          retiresAt: confirmed
            ? sql`least(${tokens.expiresAt}, ${toInstantTextOrNull(deadlineAt)}::timestamptz)`
            : sql`${tokens.expiresAt}`,
        })
        .where(and(eq(tokens.id, row.id), isLiving))
        .returning();
    }
    await tell(tx, rotation.id, 'delivered', input.said);
    return {
      value: { deadlineAt: toInstantTextOrNull(deadlineAt) },
      audit: {
        after: {
          ...{ rotation: rotation.id, successor: input.successor, confirmed },
          ...{ destination: rotation.destinationName, secretName: rotation.secretName },
          retiresAt: toInstantTextOrNull(predecessor?.retiresAt ?? null),
        },
        reason: input.said,
        affects: predecessor ? [row.id] : [],
      },
    };
  },
});

const DELIVERED = {
  ...{ secretSealed: null, deliveredAt: now, attempts: 0, failure: null, failedAt: null },
};

/** In seconds. A destination needs a moment; the organisation may still not grant it. */
const overlapOf = ({ rotation, group, ceilings }: RotationTarget): number =>
  Math.min(
    Math.max(rotation.overlapSeconds ?? group.rotationOverlapSeconds, MIN_OVERLAP_SECONDS),
    ceilings.rotationOverlapSeconds ?? MAX_OVERLAP_SECONDS,
  );
