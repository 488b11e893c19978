import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadFamily } from './family';
import { refuseMintingEscalation } from './may-mint';
import { permitMinting } from './minting-right';
import { keptScopes } from './restriction';
import { tokenRules } from './token-rules';
import { readTokenView, tokenViewSchema } from './token-view';

/** Lets a service token work that waits for a second person; an idle limit counts from now on. */
export const approveToken = defineCommand({
  operation: 'tokens.approve',
  summary: 'Approve a service token that waits for it',
  http: { method: 'POST', path: '/tokens/{token}/approve' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  refusal: tokenRules.approve,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  // Whoever approves hands out what the token opens, as if they had minted it.
  admit: async ({ tx, actor, target: { row, group } }) =>
    refuseMintingEscalation(tx, actor, group, await keptScopes(tx, row)),
  async run({ tx, actor, input, target: { row } }) {
    await tx
      .update(tokens)
      .set({
        ...{ state: 'active', approval: 'approved', approvedByName: actor.name },
        ...{ approvedAt: sql`now()`, idleFrom: sql`now()` },
      })
      .where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: 'awaiting', askedBy: row.createdByName },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
