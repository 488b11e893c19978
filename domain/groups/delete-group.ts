import { and, eq, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';

/** Removes a group that no living token acts in; its dead tokens go with it, history stays. */
export const deleteGroup = defineCommand({
  operation: 'groups.delete',
  summary: 'Delete a group without living tokens',
  http: { method: 'DELETE', path: '/groups/{group}' },
  input: z.object({ group: reference() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, target: { row } }) {
    if (row.builtIn) return refuse('conflict', 'built_in', 'A built-in group can’t be deleted.');
    const living = await tx.$count(
      tokens,
      and(
        eq(tokens.groupId, row.id),
        ne(tokens.state, 'revoked'),
        sql`${tokens.expiresAt} > now()`,
      ),
    );
    if (living > 0) {
      return refuse(
        'conflict',
        'group_has_tokens',
        `${living} living token${living === 1 ? '' : 's'} act in ${row.name}. Revoke them first.`,
      );
    }
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
