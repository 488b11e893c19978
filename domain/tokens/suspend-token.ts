import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { tokenRules } from './token-rules';
import { readTokenView, tokenViewSchema } from './token-view';

/** Stops a token until it is resumed. */
export const suspendToken = defineCommand({
  operation: 'tokens.suspend',
  summary: 'Suspend a token',
  http: { method: 'POST', path: '/tokens/{token}/suspend' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  refusal: tokenRules.suspend,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  async run({ tx, actor, input, target: { row } }) {
    await tx
      .update(tokens)
      .set({
        ...{ state: 'suspended', suspendedAt: sql`now()`, suspendedByName: actor.name },
        suspendReason: input.reason || null,
      })
      .where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: 'active' },
        after: { state: 'suspended' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
