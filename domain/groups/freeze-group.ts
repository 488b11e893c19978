import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { prose, reference } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupViewSchema, readGroupView } from './group-view';

/** Stops every token of a group, and what the group gives people, in one statement. */
export const freezeGroup = defineCommand({
  operation: 'groups.freeze',
  summary: 'Freeze a group: none of its tokens work',
  http: { method: 'POST', path: '/groups/{group}/freeze' },
  input: z.object({ group: reference(), reason: prose().optional() }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, actor, input, target: { row }, request }) {
    if (row.state !== 'active') {
      return refuse('conflict', 'group_frozen', `${row.name} is already frozen.`);
    }
    await tx.update(groups).set({ state: 'frozen' }).where(eq(groups.id, row.id));
    if (row.slug === ADMINISTRATORS) {
      const refusal = await refuseWithoutAdministrator(tx, { actor, request });
      if (refusal) return refusal;
    }
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
