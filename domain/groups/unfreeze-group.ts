import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { THAWED } from '@/domain/base/freezing';
import { prose, reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupRules } from './group-rules';
import { groupViewSchema, readGroupView } from './group-view';

/** Lets a frozen group’s tokens and rights work again. */
export const unfreezeGroup = defineCommand({
  operation: 'groups.unfreeze',
  summary: 'Unfreeze a group',
  http: { method: 'POST', path: '/groups/{group}/unfreeze' },
  input: z.object({ group: reference(), reason: prose().optional() }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.unfreeze,
  view: ({ target: { row } }) => row,
  async run({ tx, input, target: { row } }) {
    await tx.update(groups).set(THAWED).where(eq(groups.id, row.id));
    return {
      value: await readGroupView(tx, row.id),
      audit: {
        before: { state: 'frozen' },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
