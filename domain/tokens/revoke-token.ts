import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { prose } from '@/domain/base/input';
import { notFound } from '@/domain/base/refusal';
import { defineCommand, type Outcome } from '@/domain/commands/define';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';
import { tokenRules } from './token-rules';
import { readTokenView, type TokenView, tokenViewSchema } from './token-view';

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
  run: ({ tx, actor, input, target }) => revoke(tx, actor, target, input.reason),
});

/** The same by the token's holder, with the token itself: a job has done its work. */
export const revokeOwnToken = defineCommand({
  operation: 'tokens.revokeSelf',
  summary: 'Revoke the token this request is made with',
  http: { method: 'POST', path: '/tokens/self/revoke' },
  isOpen: true,
  input: z.object({ reason: prose().optional() }),
  output: z.object({ token: tokenViewSchema }),
  async target({ db, actor }) {
    if (actor.kind !== 'bearer') return notFound('token');
    return loadTokenTarget(db, actor.via.id);
  },
  // Not declared as its refusal: no page shows it.
  admit: async ({ actor, target: { row } }) =>
    tokenRules.revoke(actor, { name: row.name, status: row.state }),
  run: ({ tx, actor, input, target }) =>
    revoke(tx, actor, target, input.reason || 'Revoked by its holder.'),
});

async function revoke(
  tx: Transaction,
  actor: Actor,
  { row }: TokenTarget,
  reason: string | undefined,
): Promise<Outcome<{ token: TokenView }>> {
  await tx
    .update(tokens)
    .set({
      state: 'revoked',
      stateBeforeRevoke: row.state === 'suspended' ? 'suspended' : 'active',
      revokedAt: sql`clock_timestamp()`,
      revokedBy: actor.id,
      revokedByName: actor.name,
      revokeReason: reason || null,
    })
    .where(eq(tokens.id, row.id));
  return {
    value: { token: await readTokenView(tx, row.id) },
    audit: {
      before: { state: row.state },
      after: { state: 'revoked' },
      reason,
      affects: [row.id],
    },
  };
}
