import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { openSealed, SealBroken } from '@/domain/credentials/sealed';
import { isLiving, loadFamily } from '@/domain/tokens/family';
import { permitMinting } from '@/domain/tokens/minting-right';
import { enqueueAdvance } from './advance-rotation';
import { sealedFor } from './mint-successor';
import { firstSeenAt, now, openRotationOf, type RotationRow, tell } from './rotation-target';
import { readScheduleView, scheduleViewSchema } from './rotation-view';

/**
 * Tries the step that fails again, now. Where the secret was delivered and nobody uses it, or can't be
 * opened any more, another successor takes the place of the one that nobody has.
 */
export const retryRotation = defineCommand({
  operation: 'rotations.retry',
  summary: 'Retry the rotation of a scheduled token now',
  http: { method: 'POST', path: '/tokens/{token}/schedule/retry', status: 202 },
  input: z.object({ token: z.string().max(100) }),
  output: scheduleViewSchema,
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  async run({ tx, actor, target: { row }, serverSecret }) {
    const open = await openRotationOf(tx, row.familyId);
    const [rotation] = open
      ? await tx.select().from(rotations).where(eq(rotations.id, open.id)).for('update')
      : [];
    if (!rotation || rotation.state === 'retired' || rotation.state === 'ended') {
      return refuse('conflict', 'rotation_over', `No rotation of ${row.name} is open.`);
    }
    const seenAt = await firstSeenAt(tx, rotation.successorId);
    if (seenAt !== null && rotation.state === 'delivered') return inUse(row.name);
    const isLost = rotation.state === 'delivered' || isUnreadable(rotation, serverSecret);
    const anew = { ...{ state: 'planned' as const, secretSealed: null }, ...UNDELIVERED };
    await tx
      .update(rotations)
      .set({
        ...{ attempts: 0, failure: null, failedAt: null, nextAttemptAt: now },
        ...(isLost && anew),
      })
      .where(eq(rotations.id, rotation.id));
    const kept =
      isLost && !rotation.byHand
        ? await tx
            .update(tokens)
            .set({ retiresAt: sql`${tokens.expiresAt}` })
            .where(and(eq(tokens.id, rotation.predecessorId), isLiving))
            .returning({ id: tokens.id })
        : [];
    await tell(tx, rotation.id, 'retried', `${actor.name} asked for it.`);
    return {
      value: await readScheduleView(tx, row),
      audit: {
        before: { rotation: rotation.id, step: rotation.state, failure: rotation.failure },
        after: { mintsAnew: isLost },
        affects: kept.map(({ id }) => id),
      },
    };
  },
  after: async ({ tx, target }) => {
    const open = await openRotationOf(tx, target.row.familyId);
    if (open) await enqueueAdvance(tx, open);
  },
});

const UNDELIVERED = { deliveredAt: null, deadlineAt: null, isConfirmed: false };

const inUse = (name: string): Refusal =>
  refuse(
    'conflict',
    'rotation_moved_on',
    `The successor of ${name} is in use: nothing is to be done.`,
  );

function isUnreadable({ id, secretSealed }: RotationRow, serverSecret: string): boolean {
  if (secretSealed === null) return false;
  try {
    openSealed(serverSecret, secretSealed, sealedFor(id));
    return false;
  } catch (error) {
    if (error instanceof SealBroken) return true;
    throw error;
  }
}
