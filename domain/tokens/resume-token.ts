import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { tokenRules } from './token-rules';
import { readTokenView, tokenViewSchema } from './token-view';

/** Lets a token work again that was suspended or went idle; an idle limit counts from now on. */
export const resumeToken = defineCommand({
  operation: 'tokens.resume',
  summary: 'Resume a suspended or idle token',
  http: { method: 'POST', path: '/tokens/{token}/resume' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  refusal: tokenRules.resume,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  async run({ tx, input, target: { row } }) {
    const before = await readTokenView(tx, row.id);
    await tx
      .update(tokens)
      .set({
        ...{ state: 'active', idleFrom: sql`now()` },
        ...{ suspendedAt: null, suspendedByName: null, suspendReason: null },
      })
      .where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: before.status },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
