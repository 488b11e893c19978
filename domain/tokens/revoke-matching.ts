import { inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { instantInput, instantText, toInstantText } from '@/domain/base/instant';
import { invalid, isRefusal, refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { asRevoked } from './mark-revoked';
import { MAX_MATCHING, matchingInput, matchingTokens } from './matching';

/**
 * Revokes every living token that somebody made, or that was used from somewhere, in one statement. It
 * revokes no more than were counted before, and none that nobody looked at.
 */
export const revokeMatching = defineCommand({
  operation: 'tokens.revokeMatching',
  summary: 'Revoke all tokens that somebody made, or that were used from somewhere',
  http: { method: 'POST', path: '/tokens/revoke-matching' },
  input: z.object({
    ...matchingInput,
    /** How many there were when somebody looked (`tokens.previewMatching`). */
    expect: z.number().int().min(1).max(MAX_MATCHING),
    /** When they looked: with it, one that has come since stops the change, also where another is gone. */
    seenAt: instantInput().optional(),
    reason: prose().optional(),
  }),
  /** Ids, and the moment from which the undo of each counts. */
  output: z.object({ revoked: z.array(z.string()), revokedAt: instantText() }),
  target: () => everything('system'),
  async run({ tx, actor, input }) {
    const { createdBy, usedFrom, since, expect, seenAt, reason } = input;
    const meant = await matchingTokens(tx, input);
    if (isRefusal(meant)) return meant;
    const found = await tx
      .select({ id: tokens.id })
      .from(tokens)
      .where(meant)
      .orderBy(tokens.id)
      .limit(MAX_MATCHING + 1)
      .for('update');
    if (found.length > MAX_MATCHING) {
      return invalid('expect', `More than ${MAX_MATCHING} tokens match: narrow it down.`);
    }
    if (found.length > expect) {
      const message = `${found.length} tokens match now, not ${expect}: look at them again.`;
      return refuse('conflict', 'plan_outdated', message);
    }
    const seen = seenAt === undefined ? meant : await matchingTokens(tx, input, seenAt);
    if (isRefusal(seen)) return seen;
    const others = seenAt === undefined ? 0 : found.length - (await tx.$count(tokens, seen));
    if (others > 0) {
      const message = `${others} of those that match now did not when you looked: look at them again.`;
      return refuse('conflict', 'plan_outdated', message);
    }
    const revoked = await tx
      .update(tokens)
      .set(asRevoked(actor, reason || null, sql`clock_timestamp()`))
      .where(inArray(tokens.id, ['', ...found.map(({ id }) => id)]))
      .returning({ id: tokens.id, revokedAt: tokens.revokedAt });
    const revokedAt = revoked[0]?.revokedAt;
    if (!revokedAt) return refuse('conflict', 'nothing_matches', 'No living token matches.');
    const ids = revoked.map(({ id }) => id).sort();
    return {
      value: { revoked: ids, revokedAt: toInstantText(revokedAt) },
      audit: {
        after: {
          filter: {
            ...(createdBy && { createdBy }),
            ...(usedFrom && { usedFrom }),
            ...(since && { since }),
          },
          revoked: ids,
        },
        reason,
        affects: ids,
      },
    };
  },
});
