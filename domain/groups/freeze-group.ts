import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { asFrozen, freezingInput, refuseEnd } from '@/domain/base/freezing';
import { reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupRules } from './group-rules';
import { groupViewSchema, readGroupView } from './group-view';

/** Stops every token of a group, and what the group gives people, in one statement. */
export const freezeGroup = defineCommand({
  operation: 'groups.freeze',
  summary: 'Freeze a group: none of its tokens work',
  http: { method: 'POST', path: '/groups/{group}/freeze' },
  input: z.object({ group: reference(), ...freezingInput }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.freeze,
  view: ({ target: { row } }) => row,
  async run({ tx, input, target: { row } }) {
    const { reason, until } = input;
    const refused = refuseEnd(until, await readClockMs(tx));
    if (refused) return refused;
    await tx.update(groups).set(asFrozen(input)).where(eq(groups.id, row.id));
    return {
      value: await readGroupView(tx, row.id),
      audit: {
        before: { state: 'active' },
        after: { state: 'frozen', ...(until && { until }) },
        reason,
        affects: [row.id],
      },
    };
  },
});
