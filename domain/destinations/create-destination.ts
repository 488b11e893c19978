import { z } from 'zod';
import { destinations } from '@/db/schema/destinations';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { findGroups } from '@/domain/targets/find-groups';
import { destinationFields, NAME_TAKEN } from './destination-input';
import { toColumns } from './destination-target';
import { destinationDetailSchema, readDestinationDetail } from './destination-view';
import { kindOf } from './kinds/all';

/** Makes a place that secrets of rotated tokens can be written to. Nothing goes there by itself. */
export const createDestination = defineCommand({
  operation: 'destinations.create',
  summary: 'Create a destination',
  http: { method: 'POST', path: '/destinations', status: 201 },
  input: z.object({ ...destinationFields, groups: destinationFields.groups.default([]) }),
  output: destinationDetailSchema,
  conflicts: NAME_TAKEN,
  target: () => everything('destination'),
  async run({ tx, actor, input }) {
    const groupIds = await findGroups(tx, input.groups);
    if (isRefusal(groupIds)) return groupIds;
    const id = newId('destination');
    const { name, place, credential } = input;
    await tx.insert(destinations).values({
      ...{ id, name, ...toColumns(place), credential, groupIds },
      ...{ createdBy: actor.id, createdByName: actor.name },
    });
    return {
      value: await readDestinationDetail(tx, id),
      audit: {
        target: { type: 'destination', id, name },
        after: { kind: place.kind, where: kindOf(place).where(place), groups: groupIds },
        affects: [],
      },
    };
  },
});
