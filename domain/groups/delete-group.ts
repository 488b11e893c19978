import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { groupRules } from './group-rules';
import { isUnended } from './group-view';

/** Removes a group that no living token acts in; its dead tokens go with it, history stays. */
export const deleteGroup = defineCommand({
  operation: 'groups.delete',
  summary: 'Delete a group without living tokens',
  http: { method: 'DELETE', path: '/groups/{group}' },
  input: z.object({ group: reference() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.delete,
  view: async ({ tx, target: { row } }) => ({
    ...row,
    unendedTokenCount: await tx.$count(tokens, and(eq(tokens.groupId, row.id), isUnended)),
  }),
  async run({ tx, target: { row } }) {
    await tx.update(tokens).set({ predecessorId: null }).where(eq(tokens.groupId, row.id));
    const gone = await tx
      .delete(tokens)
      .where(eq(tokens.groupId, row.id))
      .returning({ id: tokens.id });
    const tokenIds = gone.map(({ id }) => id);
    await tx.delete(groups).where(eq(groups.id, row.id));
    return {
      value: { id: row.id },
      audit: {
        before: { slug: row.slug, name: row.name, tokens: tokenIds },
        affects: [row.id, ...tokenIds],
      },
    };
  },
});
