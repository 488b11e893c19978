import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { AS_BEFORE_REVOKE } from './mark-revoked';
import { UNDO_SECONDS } from './token-facts';
import { readTokenView, tokenViewSchema } from './token-view';

/** Takes a revocation back: only its own actor, only in the first 30 seconds. */
export const undoRevokeToken = defineCommand({
  operation: 'tokens.undoRevoke',
  summary: 'Undo a revocation within 30 seconds',
  http: { method: 'POST', path: '/tokens/{token}/undo-revoke' },
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, actor, target: { row } }) {
    if (row.state !== 'revoked' || row.stateBeforeRevoke === null) {
      return refuse('conflict', 'token_not_revoked', `${row.name} is not revoked.`);
    }
    if (row.revokedBy !== actor.id) {
      return refuse('forbidden', 'undo_not_yours', 'Only who revoked the token can undo it.');
    }
    const restored = await tx
      .update(tokens)
      .set(AS_BEFORE_REVOKE)
      .where(
        sql`${eq(tokens.id, row.id)} and ${tokens.revokedAt} > clock_timestamp() - make_interval(secs => ${UNDO_SECONDS})`,
      )
      .returning({ id: tokens.id });
    if (restored.length === 0) {
      return refuse(
        'conflict',
        'undo_expired',
        `The revocation is final: ${UNDO_SECONDS} seconds have passed.`,
      );
    }
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: {
        before: { state: 'revoked' },
        after: { state: row.stateBeforeRevoke },
        affects: [row.id],
      },
    };
  },
});
