import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { toInstantTextOrNull } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { isLiving } from '@/domain/tokens/family';
import { NOW } from '@/domain/tokens/succeed';
import { firstSeenAt, loadRotation, movedOn, now, tell } from './rotation-target';

/** Ends the predecessor once its successor was used, or the deadline of a confirmed delivery has passed. */
export const retirePredecessor = defineCommand({
  operation: 'rotations.retire',
  summary: 'Retire the predecessor of a rotation',
  input: z.object({ rotation: z.string().max(100) }),
  output: z.object({ retired: z.literal(true) }),
  target: ({ db, input }) => loadRotation(db, input.rotation),
  async run({ tx, target: { rotation, row } }) {
    if (rotation.state !== 'delivered') return movedOn();
    const seenAt = await firstSeenAt(tx, rotation.successorId);
    const isLate = sql`${rotations.isConfirmed} and ${rotations.deadlineAt} <= clock_timestamp()`;
    const ofThis = eq(rotations.id, rotation.id);
    if (seenAt === null && (await tx.$count(rotations, and(ofThis, isLate))) === 0) {
      return refuse('conflict', 'rotation_waits', `Nobody has used ${row.name}’s successor yet.`);
    }
    const [retired] = await tx
      .update(tokens)
      .set({ retiresAt: NOW, retiresOnUse: false })
      .where(and(eq(tokens.id, row.id), isLiving))
      .returning();
    await tx
      .update(rotations)
      .set({
        ...{ state: 'retired', seenAt, endedAt: now, nextAttemptAt: null },
        ...{ failure: null, failedAt: null },
      })
      .where(ofThis);
    if (seenAt !== null) await tell(tx, rotation.id, 'seen', seenAt.toISOString());
    const why = seenAt === null ? 'The deadline passed.' : 'Its successor was used.';
    await tell(tx, rotation.id, 'retired', retired ? why : 'It had ended before.');
    return {
      value: { retired: true as const },
      audit: {
        before: { retiresAt: toInstantTextOrNull(row.retiresAt) },
        after: { rotation: rotation.id, successor: rotation.successorId, state: 'retired' },
        reason: why,
        affects: retired ? [row.id] : [],
      },
    };
  },
});
