import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { trustRules } from '@/db/schema/workloads';
import { defineCommand } from '@/domain/commands/define';
import { asRevoked } from '@/domain/tokens/mark-revoked';
import { holdTrustRule } from './rule-target';
import { livingOf, readTrustRuleView, ruleInLog } from './rule-view';

/**
 * Ends a rule: nothing is exchanged by it any more. What it gave runs out within the hour, or ends with
 * it, in the same event: whoever may end the rule may end what it gave.
 */
export const deleteTrustRule = defineCommand({
  operation: 'trustRules.delete',
  summary: 'Delete a trust rule',
  http: { method: 'DELETE', path: '/trust-rules/{rule}' },
  input: z.object({ rule: z.string().max(100), revokeTokens: z.boolean().default(false) }),
  output: z.object({ id: z.string(), revokedTokens: z.array(z.string()) }),
  target: ({ db, input }) => holdTrustRule(db, input.rule),
  async run({ tx, actor, input, target: { rule } }) {
    const before = ruleInLog(await readTrustRuleView(tx, rule.id));
    const reason = `The trust rule ${rule.name} was deleted.`;
    const revoked = input.revokeTokens
      ? await tx
          .update(tokens)
          .set(asRevoked(actor, reason, sql`clock_timestamp()`))
          .where(livingOf(rule.id))
          .returning({ id: tokens.id })
      : [];
    await tx.delete(trustRules).where(eq(trustRules.id, rule.id));
    const revokedTokens = revoked.map(({ id }) => id).sort();
    return {
      value: { id: rule.id, revokedTokens },
      audit: {
        before,
        ...(input.revokeTokens ? { after: { revokedTokens } } : {}),
        affects: revokedTokens,
      },
    };
  },
});
