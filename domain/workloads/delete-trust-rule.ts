import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { trustRules } from '@/db/schema/workloads';
import { defineCommand } from '@/domain/commands/define';
import { holdTrustRule } from './rule-target';
import { readTrustRuleView, ruleInLog } from './rule-view';

/** Ends a rule: nothing is exchanged by it any more. What it gave runs out within the hour. */
export const deleteTrustRule = defineCommand({
  operation: 'trustRules.delete',
  summary: 'Delete a trust rule',
  http: { method: 'DELETE', path: '/trust-rules/{rule}' },
  input: z.object({ rule: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => holdTrustRule(db, input.rule),
  async run({ tx, target: { rule } }) {
    const before = ruleInLog(await readTrustRuleView(tx, rule.id));
    await tx.delete(trustRules).where(eq(trustRules.id, rule.id));
    return { value: { id: rule.id }, audit: { before, affects: [] } };
  },
});
