import { and, eq, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadFamily } from './family';
import { withDescendants } from './lineage';
import { asRevoked } from './mark-revoked';

/** Stops a token and everything it was rotated into or out of, in one statement. */
export const revokeFamily = defineCommand({
  operation: 'tokens.revokeFamily',
  summary: 'Revoke a token and its relatives',
  http: { method: 'POST', path: '/tokens/{token}/revoke-family' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  output: z.object({ revoked: z.array(z.string()) }),
  target: ({ db, input }) => loadFamily(db, input.token),
  async run({ tx, actor, input, target: { row } }) {
    const revoked = await tx
      .update(tokens)
      .set(asRevoked(actor, input.reason || null, sql`clock_timestamp()`))
      .where(and(eq(tokens.familyId, row.familyId), ne(tokens.state, 'revoked')))
      .returning({ id: tokens.id });
    if (revoked.length === 0) {
      return refuse('conflict', 'token_revoked', `${row.name} and its relatives are revoked.`);
    }
    const ids = revoked.map(({ id }) => id).sort();
    return {
      value: { revoked: ids },
      audit: {
        after: { family: row.familyId, revoked: ids },
        reason: input.reason,
        affects: await withDescendants(tx, ids),
      },
    };
  },
});
