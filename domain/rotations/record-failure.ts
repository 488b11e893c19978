import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { rotations } from '@/db/schema/destinations';
import { defineCommand } from '@/domain/commands/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { leadsOf } from '@/domain/notices/recipients';
import { delayAfter, TOLD_AFTER } from './backoff';
import { loadRotation, movedOn, now, type RotationTarget, tell } from './rotation-target';

/** Keeps why a step did not work, and plans the next try, or ends a rotation that others have overtaken. */
export const recordFailure = defineCommand({
  operation: 'rotations.fail',
  summary: 'Record why a step of a rotation did not work',
  input: z.object({
    rotation: z.string().max(100),
    /** In which it was found: it may have moved on since. */
    state: z.enum(['planned', 'minted', 'delivered']),
    successor: z.string().max(100).nullable(),
    reason: z.string().max(1_000),
    /** What the destination asked for, at least. */
    notBeforeSeconds: z.number().int().min(0).default(0),
    /** Nothing will come of it any more. */
    ends: z.boolean().default(false),
  }),
  output: z.object({ state: z.enum(['planned', 'minted', 'delivered', 'ended']) }),
  target: ({ db, input }) => loadRotation(db, input.rotation),
  async run({ tx, input, target }) {
    const { rotation } = target;
    const { state, reason, ends, notBeforeSeconds } = input;
    if (rotation.state !== state || rotation.successorId !== input.successor) return movedOn();
    const attempts = rotation.attempts + 1;
    // Who waits for the first use has nothing to try again: its watch goes on all the same.
    const own = ends || state === 'delivered' ? null : delayAfter(attempts);
    const delay = own === null ? null : Math.max(own, notBeforeSeconds);
    const over = { state: 'ended' as const, secretSealed: null, endedAt: now };
    await tx
      .update(rotations)
      .set({
        ...{ attempts, failure: reason, failedAt: now },
        nextAttemptAt:
          delay === null ? null : sql`clock_timestamp() + make_interval(secs => ${delay})`,
        ...(ends && over),
      })
      .where(eq(rotations.id, rotation.id));
    await tell(tx, rotation.id, ends ? 'ended' : 'failed', reason);
    if (attempts === TOLD_AFTER || delay === null) await tellLeads(tx, target, reason);
    return {
      value: { state: ends ? ('ended' as const) : state },
      audit: {
        after: {
          ...{ rotation: rotation.id, step: state, attempts },
          destination: rotation.destinationName,
          ...(ends && { state: 'ended' }),
        },
        reason,
        affects: [],
      },
    };
  },
});

async function tellLeads(
  tx: Transaction,
  { rotation, row, group }: RotationTarget,
  reason: string,
): Promise<void> {
  for (const to of await leadsOf(tx, group.id)) {
    await raiseNotice(tx, {
      kind: 'rotation.failed',
      about: { type: 'token', id: row.id, name: row.name },
      to,
      onceKey: `rotation.failed ${rotation.id} ${rotation.successorId ?? ''}`,
      facts: { reason, group: group.name },
    });
  }
}
