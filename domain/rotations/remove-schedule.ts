import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { rotationSchedules } from '@/db/schema/destinations';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadFamily } from '@/domain/tokens/family';
import { permitMinting } from '@/domain/tokens/minting-right';
import { readScheduleView, scheduleViewSchema } from './rotation-view';

/** Takes a token off its schedule. A rotation that has begun is finished, or else its secret would be lost. */
export const removeSchedule = defineCommand({
  operation: 'rotations.unschedule',
  summary: 'Take a token off its schedule',
  http: { method: 'DELETE', path: '/tokens/{token}/schedule' },
  input: z.object({ token: z.string().max(100) }),
  output: scheduleViewSchema,
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  async run({ tx, target: { row } }) {
    const [removed] = await tx
      .delete(rotationSchedules)
      .where(eq(rotationSchedules.familyId, row.familyId))
      .returning();
    if (!removed) return refuse('conflict', 'schedule_missing', `${row.name} has no schedule.`);
    const { destinationId: destination, secretName, everySeconds } = removed;
    return {
      value: await readScheduleView(tx, row),
      audit: { before: { destination, secretName, everySeconds }, affects: [] },
    };
  },
});
