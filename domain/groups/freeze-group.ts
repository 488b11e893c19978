import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { ADMINISTRATORS } from '@/domain/access/built-ins';
import { defineCommand } from '@/domain/kernel/define';
import { prose, reference } from '@/domain/kernel/input';
import { refuse } from '@/domain/kernel/refusal';
import { loadGroupTarget } from './group-target';
import { groupViewSchema, readGroupView } from './group-view';

/** Stops every token of a group, and what the group gives people, in one statement. */
export const freezeGroup = defineCommand({
  operation: 'groups.freeze',
  summary: 'Freeze a group: none of its tokens work',
  http: { method: 'POST', path: '/groups/{group}/freeze' },
  input: z.object({ group: reference(), reason: prose().optional() }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, input, target: { row } }) {
    if (row.state !== 'active') {
      return refuse('conflict', 'group_frozen', `${row.name} is already frozen.`);
    }
    if (row.slug === ADMINISTRATORS) {
      return refuse(
        'conflict',
        'last_administrator',
        'Frozen administrators could unfreeze nobody.',
      );
    }
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
