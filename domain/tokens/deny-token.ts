import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { tokenRules } from './token-rules';
import { readTokenView, tokenViewSchema } from './token-view';

/** Revokes a service token that waits for a second person, before it ever worked. */
export const denyToken = defineCommand({
  operation: 'tokens.deny',
  summary: 'Deny a service token that waits for approval',
  http: { method: 'POST', path: '/tokens/{token}/deny' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  refusal: tokenRules.deny,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  async run({ tx, actor, input, target: { row } }) {
    await tx
      .update(tokens)
      .set({
        ...{ state: 'revoked', stateBeforeRevoke: 'suspended', revokedAt: sql`clock_timestamp()` },
        ...{ revokedBy: actor.id, revokedByName: actor.name },
        revokeReason: input.reason || 'not approved',
      })
      .where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: 'awaiting', askedBy: row.createdByName },
        after: { state: 'revoked' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
