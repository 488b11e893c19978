import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { trustRules } from '@/db/schema/workloads';
import { prose } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { permitMinting, refuseFrozen } from '@/domain/tokens/minting-right';
import { refuseTrust } from './may-trust';
import { restrictionOf } from './restriction-of';
import { refuseApproval } from './rule-facts';
import { holdTrustRule } from './rule-target';
import { readTrustRuleView, ruleInLog, trustRuleViewSchema } from './rule-view';

/** Lets a rule give tokens whose group wants a second person for each service token. */
export const approveTrustRule = defineCommand({
  operation: 'trustRules.approve',
  needsProof: true,
  summary: 'Approve a trust rule that waits for it',
  http: { method: 'POST', path: '/trust-rules/{rule}/approve' },
  input: z.object({
    rule: z.string().max(100),
    /** `updatedAt` of the terms as they were looked at: others are not approved unseen. */
    updatedAt: instantText().optional(),
    reason: prose().optional(),
  }),
  output: trustRuleViewSchema,
  target: ({ db, input }) => holdTrustRule(db, input.rule),
  permit: (actor, target) => permitMinting(actor, target),
  refusal: refuseApproval,
  view: ({ tx, target }) => readTrustRuleView(tx, target.id),
  // Whoever approves hands out what the rule gives, as if they had made it.
  async admit({ tx, actor, input, target: { rule, row: group, identity } }) {
    const updatedAt = toInstantText(rule.updatedAt);
    if (input.updatedAt !== undefined && input.updatedAt !== updatedAt) {
      return refuse('conflict', 'rule_changed', `The terms of ${rule.name} changed: look again.`);
    }
    const restriction = await restrictionOf(tx, rule);
    const asked = identity.name;
    return (
      refuseFrozen(actor, group) ??
      (await refuseTrust(tx, actor, { group, identity, restriction, asked }))
    );
  },
  async run({ tx, actor, input, target: { rule } }) {
    const now = sql`clock_timestamp()`;
    await tx
      .update(trustRules)
      .set({ approvedBy: actor.id, approvedByName: actor.name, approvedAt: now })
      .where(eq(trustRules.id, rule.id));
    const view = await readTrustRuleView(tx, rule.id);
    return {
      value: view,
      audit: {
        before: { approval: 'awaiting' },
        after: { approval: 'approved', ...ruleInLog(view) },
        reason: input.reason,
        affects: [],
      },
    };
  },
});
