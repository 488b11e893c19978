import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { defineCommand } from '@/domain/kernel/define';
import { prose } from '@/domain/kernel/input';
import { refuse } from '@/domain/kernel/refusal';
import { loadTokenTarget } from './token-target';
import { readTokenView, tokenViewSchema } from './token-view';

/** Lets a suspended token work again. */
export const resumeToken = defineCommand({
  operation: 'tokens.resume',
  summary: 'Resume a suspended token',
  http: { method: 'POST', path: '/tokens/{token}/resume' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, input, target: { row } }) {
    if (row.state !== 'suspended') {
      return refuse(
        'conflict',
        'token_not_suspended',
        `${row.name} is ${row.state}, not suspended.`,
      );
    }
    await tx.update(tokens).set({ state: 'active' }).where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: 'suspended' },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
