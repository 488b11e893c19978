import { z } from 'zod';
import { trustRuleScopes, trustRules } from '@/db/schema/workloads';
import { personAsking } from '@/domain/authority/person-asking';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { underCeilings } from '@/domain/policy/effective';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { permitMinting, refuseFrozen } from '@/domain/tokens/minting-right';
import { findGroupScopes } from '@/domain/tokens/restriction';
import { refuseTrust } from './may-trust';
import { refuseAnybody, ruleFields } from './rule-input';
import { readTrustRuleView, ruleInLog, trustRuleViewSchema } from './rule-view';
import { tellApprovers } from './tell-approvers';

/** Lets workloads of an issuer have tokens of one service account: whoever makes it could mint them. */
export const createTrustRule = defineCommand({
  operation: 'trustRules.create',
  needsProof: true,
  summary: 'Let workloads exchange their JWTs for tokens',
  http: { method: 'POST', path: '/trust-rules', status: 201 },
  input: z.object(ruleFields),
  output: trustRuleViewSchema,
  conflicts: {
    trust_rules_slug_unique: { path: 'slug', message: 'There is a trust rule with this slug.' },
  },
  async target({ db, input }) {
    const group = await loadGroupTarget(db, input.group, 'no key update');
    if (isRefusal(group)) return group;
    const found = await findIdentity(db, input.identity, 'no key update');
    const row = underCeilings(group.row, await readCeilings(db));
    return { ...group, row, identity: isRefusal(found) ? null : found };
  },
  permit: (actor, target) => permitMinting(actor, target),
  refusal: refuseFrozen,
  view: ({ target: { row } }) => row,
  async admit({ tx, actor, input, target: { row: group, identity } }) {
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    return (
      (await refuseTrust(tx, actor, { group, identity, restriction, asked: input.identity })) ??
      refuseAnybody(input)
    );
  },
  async run({ tx, actor, input, target: { row: group, identity } }) {
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    if (identity === null) throw new Error('admit lets no rule through without its account');
    const id = newId('trustRule');
    const { slug, name, preset, issuer, audience, claims, ttlSeconds } = input;
    await tx.insert(trustRules).values({
      ...{ id, slug, name, preset, issuer, audience, claims, ttlSeconds },
      identityId: identity.id,
      groupId: group.id,
      restricted: restriction !== null,
      createdBy: actor.id,
      createdByName: actor.name,
      termsSetBy: await personAsking(tx, actor),
    });
    if (restriction) {
      const rows = restriction.map((scope) => ({ ruleId: id, scopeId: scope.id }));
      await tx.insert(trustRuleScopes).values(rows);
    }
    const view = await readTrustRuleView(tx, id);
    await tellApprovers(tx, actor, view);
    return {
      value: view,
      audit: { target: { type: 'trustRule', id, name }, after: ruleInLog(view), affects: [] },
    };
  },
});
