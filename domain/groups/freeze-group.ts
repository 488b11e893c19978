import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { prose, reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupRules } from './group-rules';
import { groupViewSchema, readGroupView } from './group-view';

/** Stops every token of a group, and what the group gives people, in one statement. */
export const freezeGroup = defineCommand({
  operation: 'groups.freeze',
  summary: 'Freeze a group: none of its tokens work',
  http: { method: 'POST', path: '/groups/{group}/freeze' },
  input: z.object({ group: reference(), reason: prose().optional() }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.freeze,
  view: ({ target: { row } }) => row,
  async run({ tx, input, target: { row } }) {
    await tx.update(groups).set({ state: 'frozen' }).where(eq(groups.id, row.id));
    return {
      value: await readGroupView(tx, row.id),
      audit: {
        before: { state: 'active' },
        after: { state: 'frozen' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
