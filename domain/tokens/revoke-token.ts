import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { withDescendants } from './lineage';
import { tokenRules } from './token-rules';
import { readTokenView, tokenViewSchema } from './token-view';

/** Stops a token at once and, after the undo, for good. */
export const revokeToken = defineCommand({
  operation: 'tokens.revoke',
  summary: 'Revoke a token',
  http: { method: 'POST', path: '/tokens/{token}/revoke' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  refusal: tokenRules.revoke,
  view: ({ target: { row } }) => ({ name: row.name, status: row.state }),
  async run({ tx, actor, input, target: { row } }) {
    await tx
      .update(tokens)
      .set({
        state: 'revoked',
        stateBeforeRevoke: row.state === 'suspended' ? 'suspended' : 'active',
        revokedAt: sql`clock_timestamp()`,
        revokedBy: actor.id,
        revokedByName: actor.name,
        revokeReason: input.reason || null,
      })
      .where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: row.state },
        after: { state: 'revoked' },
        reason: input.reason,
        affects: await withDescendants(tx, [row.id]),
      },
    };
  },
});
