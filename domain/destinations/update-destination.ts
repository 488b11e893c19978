import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { destinations, rotationSchedules } from '@/db/schema/destinations';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findGroups } from '@/domain/targets/find-groups';
import { destinationFields, NAME_TAKEN } from './destination-input';
import { type DestinationRow, loadDestination, placeOf, toColumns } from './destination-target';
import { destinationDetailSchema, readDestinationDetail } from './destination-view';
import { kindOf } from './kinds/all';

/** Changes where a destination is, how to sign in there and whose tokens may go there. */
export const updateDestination = defineCommand({
  operation: 'destinations.update',
  summary: 'Change a destination',
  http: { method: 'PATCH', path: '/destinations/{destination}' },
  input: z.object({
    destination: z.string().max(100),
    ...z.object(destinationFields).partial().shape,
  }),
  output: destinationDetailSchema,
  conflicts: NAME_TAKEN,
  target: ({ db, input }) => loadDestination(db, input.destination, 'update'),
  async run({ tx, input, target: { row } }) {
    const groupIds = input.groups && (await findGroups(tx, input.groups));
    if (isRefusal(groupIds)) return groupIds;
    const { name, place, credential } = input;
    if (place !== undefined && place.kind !== row.kind) {
      return invalid('place.kind', 'The kind stays: create another destination instead.');
    }
    const given = { name, credential, groupIds, ...(place && toColumns(place)) };
    const set = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<DestinationRow>;
    // What was found out is of the place before.
    const untested = { testAskedAt: null, testedAt: null, testPassed: null, testFinding: null };
    const isElsewhere = place !== undefined || credential !== undefined;
    const [now] = await tx
      .update(destinations)
      .set({ id: sql`${destinations.id}`, ...set, ...(isElsewhere && untested) })
      .where(eq(destinations.id, row.id))
      .returning();
    if (!now) throw new Error(`destination ${row.id} vanished while it was held`);
    const names = await tx
      .select({ name: rotationSchedules.secretName })
      .from(rotationSchedules)
      .where(eq(rotationSchedules.destinationId, row.id));
    return {
      value: await readDestinationDetail(tx, row.id),
      audit: {
        target: { type: 'destination', id: row.id, name: now.name },
        before: told(row),
        after: { ...told(now), secrets: names.map((one) => one.name) },
        affects: [],
      },
    };
  },
});

const told = (row: DestinationRow) => {
  const place = placeOf(row);
  return { name: row.name, where: kindOf(place).where(place), groups: row.groupIds };
};
