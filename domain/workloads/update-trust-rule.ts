import { isDeepStrictEqual } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { trustRuleScopes, trustRules } from '@/db/schema/workloads';
import { personAsking } from '@/domain/authority/person-asking';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { permitMinting, refuseFrozen } from '@/domain/tokens/minting-right';
import { findGroupScopes } from '@/domain/tokens/restriction';
import type { ClaimValue } from './claims';
import { refuseTrust } from './may-trust';
import { restrictionOf } from './restriction-of';
import { refuseAnybody, ruleFields } from './rule-input';
import { holdTrustRule } from './rule-target';
import { readTrustRuleView, ruleInLog, type TrustRuleView, trustRuleViewSchema } from './rule-view';
import { tellApprovers } from './tell-approvers';

const { slug, name, preset, issuer, audience, claims, scopes, ttlSeconds } = ruleFields;

/** Changes the terms of a rule. Whom its tokens act for, and where, stays: that is another rule. */
export const updateTrustRule = defineCommand({
  operation: 'trustRules.update',
  needsProof: true,
  summary: 'Change the terms of a trust rule',
  http: { method: 'PATCH', path: '/trust-rules/{rule}' },
  input: z.object({
    rule: z.string().max(100),
    slug: slug.optional(),
    name: name.optional(),
    preset: preset.unwrap().optional(),
    issuer: issuer.optional(),
    audience: audience.optional(),
    /** All of them: they replace those before. */
    claims: claims.optional(),
    /** The same; null for all scopes of the group. */
    scopes: scopes.unwrap().nullable().optional(),
    ttlSeconds: ttlSeconds.unwrap().optional(),
  }),
  output: trustRuleViewSchema,
  conflicts: {
    trust_rules_slug_unique: { path: 'slug', message: 'There is a trust rule with this slug.' },
  },
  target: ({ db, input }) => holdTrustRule(db, input.rule),
  permit: (actor, target) => permitMinting(actor, target),
  async admit({ tx, actor, input, target: { rule, row: group, identity } }) {
    const restriction = await restrictionAfter(tx, rule, input.scopes);
    if (isRefusal(restriction)) return restriction;
    const held = { ...rule, claims: rule.claims as Record<string, ClaimValue> };
    return (
      refuseFrozen(actor, group) ??
      (await refuseTrust(tx, actor, { group, identity, restriction, asked: identity.name })) ??
      refuseAnybody({
        issuer: input.issuer ?? held.issuer,
        preset: input.preset ?? held.preset,
        claims: input.claims ?? held.claims,
      })
    );
  },
  async run({ tx, actor, input, target: { rule } }) {
    const before = await readTrustRuleView(tx, rule.id);
    const { rule: _, scopes: names, ...terms } = input;
    await tx
      .update(trustRules)
      .set({
        ...terms,
        ...(names === undefined ? {} : { restricted: names !== null }),
        updatedAt: sql`now()`,
      })
      .where(eq(trustRules.id, rule.id));
    if (names !== undefined) {
      const restriction = await findGroupScopes(tx, rule.groupId, names ?? undefined);
      if (isRefusal(restriction)) return restriction;
      await tx.delete(trustRuleScopes).where(eq(trustRuleScopes.ruleId, rule.id));
      if (restriction) {
        const rows = restriction.map((scope) => ({ ruleId: rule.id, scopeId: scope.id }));
        await tx.insert(trustRuleScopes).values(rows);
      }
    }
    const saved = await readTrustRuleView(tx, rule.id);
    // What a second person has looked at are these terms, and not what they become.
    const isChanged = !isDeepStrictEqual(approvedTerms(before), approvedTerms(saved));
    if (isChanged) {
      const unseen = { approvedBy: null, approvedByName: null, approvedAt: null };
      await tx
        .update(trustRules)
        .set({ termsSetBy: await personAsking(tx, actor), ...unseen })
        .where(eq(trustRules.id, rule.id));
    }
    const after = isChanged ? await readTrustRuleView(tx, rule.id) : saved;
    if (isChanged) await tellApprovers(tx, actor, after);
    return {
      value: after,
      audit: {
        target: { type: 'trustRule', id: rule.id, name: after.name },
        before: ruleInLog(before),
        after: ruleInLog(after),
        affects: [],
      },
    };
  },
});

/** All but what the pipeline and its tokens are called. */
const approvedTerms = ({ issuer, audience, claims, scopes, ttlSeconds }: TrustRuleView) => ({
  ...{ issuer, audience, claims, scopes, ttlSeconds },
});

type Tx = Parameters<typeof refuseTrust>[0];

async function restrictionAfter(
  tx: Tx,
  rule: typeof trustRules.$inferSelect,
  names: readonly string[] | null | undefined,
) {
  if (names !== undefined) return findGroupScopes(tx, rule.groupId, names ?? undefined);
  return restrictionOf(tx, rule);
}
