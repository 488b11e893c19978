import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { destinations, rotationSchedules } from '@/db/schema/destinations';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadDestination, placeOf } from './destination-target';
import { readDestinationDetail } from './destination-view';
import { kindOf } from './kinds/all';

/** What secrets still go to stays. */
export const refuseInUse = (
  _actor: unknown,
  { name, scheduled, open }: { name: string; scheduled: number; open: number },
): Refusal | null =>
  scheduled + open === 0
    ? null
    : refuse(
        'conflict',
        'destination_in_use',
        `${name} is where ${scheduled || open} ${(scheduled || open) === 1 ? 'token goes' : 'tokens go'}: take it off their schedules first.`,
      );

/** Removes a destination that nothing goes to. What was written there stays there. */
export const deleteDestination = defineCommand({
  operation: 'destinations.delete',
  summary: 'Delete a destination that no token goes to',
  http: { method: 'DELETE', path: '/destinations/{destination}' },
  input: z.object({ destination: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadDestination(db, input.destination, 'update'),
  refusal: refuseInUse,
  view: ({ tx, target }) => readDestinationDetail(tx, target.id),
  async run({ tx, target: { row } }) {
    // Those of families that have ended hold nothing up.
    await tx.delete(rotationSchedules).where(eq(rotationSchedules.destinationId, row.id));
    await tx.delete(destinations).where(eq(destinations.id, row.id));
    const place = placeOf(row);
    return {
      value: { id: row.id },
      audit: { before: { name: row.name, where: kindOf(place).where(place) }, affects: [] },
    };
  },
});
