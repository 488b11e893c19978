import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { toInstantTextOrNull } from '@/domain/base/instant';
import { defineCommand } from '@/domain/commands/define';
import { isLiving } from '@/domain/tokens/family';
import { loadRotation, movedOn, now, tell } from './rotation-target';
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
  async run({ tx, input, target: { rotation, row, group } }) {
    if (rotation.state !== 'minted' || rotation.successorId !== input.successor) return movedOn();
    const overlap = rotation.overlapSeconds ?? group.rotationOverlapSeconds;
    const overlapSeconds = Math.max(overlap, MIN_OVERLAP_SECONDS);
    const deadline = sql`clock_timestamp() + make_interval(secs => ${overlapSeconds})`;
    const [kept] = await tx
      .update(rotations)
      .set({
        ...{ state: 'delivered', secretSealed: null, deliveredAt: now, deadlineAt: deadline },
        ...{ isConfirmed: input.confirmed, attempts: 0, failure: null, failedAt: null },
        nextAttemptAt: now,
      })
      .where(eq(rotations.id, rotation.id))
      .returning();
    const deadlineAt = kept?.deadlineAt ?? null;
    const [predecessor] = await tx
      .update(tokens)
      .set({
        retiresAt: input.confirmed
          ? sql`least(${tokens.expiresAt}, ${toInstantTextOrNull(deadlineAt)}::timestamptz)`
          : sql`${tokens.expiresAt}`,
      })
      .where(and(eq(tokens.id, row.id), isLiving))
      .returning();
    await tell(tx, rotation.id, 'delivered', input.said);
    return {
      value: { deadlineAt: toInstantTextOrNull(deadlineAt) },
      audit: {
        after: {
          ...{ rotation: rotation.id, successor: input.successor, confirmed: input.confirmed },
          ...{ destination: rotation.destinationName, secretName: rotation.secretName },
          retiresAt: toInstantTextOrNull(predecessor?.retiresAt ?? null),
        },
        reason: input.said,
        affects: predecessor ? [row.id] : [],
      },
    };
  },
});
