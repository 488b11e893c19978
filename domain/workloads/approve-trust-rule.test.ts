import { afterAll, beforeEach, expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { updateGroup } from '@/domain/groups/update-group';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { AUDIENCE, exchangerOf } from '@/domain/testing/exchange-world';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { approveTrustRule } from './approve-trust-rule';
import { createTrustRule } from './create-trust-rule';
import type { TrustRuleView } from './rule-view';
import { updateTrustRule } from './update-trust-rule';

let issuer: Issuer;
let exchange: ReturnType<typeof exchangerOf>;
let rule: TrustRuleView;
let made = 0;

beforeAll(async () => {
  issuer = await openIssuer();
  exchange = exchangerOf(world, issuer);
});
afterAll(() => issuer.close());

const as = async (identity: string) => contextOf(world.db, await signedIn(world.db, identity));
const policy = (approveServiceTokens: boolean) =>
  asAdministrator(world, updateGroup, { group: 'billing', policy: { approveServiceTokens } });
const exchanged = async () => {
  made += 1;
  const jwt = await issuer.sign({ aud: AUDIENCE, repository_id: '74', jti: `jwt ${made}` });
  const result = await exchange(jwt, { rule: rule.slug });
  return result.ok ? 'minted' : result.reason;
};

/** A lead has made a rule where service tokens wait for a second person. */
beforeEach(async () => {
  await policy(true);
  made += 1;
  rule = await done(world.db, await signedIn(world.db, fixture.lead.id), createTrustRule, {
    ...{ slug: `deploy-${made}`, name: 'Deploy', issuer: issuer.url, audience: AUDIENCE },
    ...{ claims: { repository_id: '74' }, identity: fixture.service.id, group: 'billing' },
  });
});

it('a rule waits, gives nothing, and gives tokens that wait for nobody once it is approved', async () => {
  expect(rule).toMatchObject({ approval: 'awaiting', termsSetBy: fixture.lead.id });
  expect(await exchanged()).toBe('rule_awaiting');
  const approved = await asAdministrator(world, approveTrustRule, {
    ...{ rule: rule.id, updatedAt: rule.updatedAt, reason: 'looked at' },
  });
  expect(approved).toMatchObject({ approval: 'approved', approvedBy: world.administrator.name });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'trustRules.approve', targetId: rule.id, reason: 'looked at', affects: [] },
    after: { approval: 'approved', claims: { repository_id: '74' } },
  });
  expect(await exchanged()).toBe('minted');
});

it('whoever set the terms can’t approve them, nor can somebody out of reach', async () => {
  const input = { rule: rule.id };
  const own = await runCommand(approveTrustRule, await as(fixture.lead.id), input);
  expect(own).toMatchObject({ code: 'second_person' });
  expect(await lastEvent(world)).toMatchObject({ outcome: 'denied', reason: 'second_person' });
  for (const stranger of [fixture.outsider.id, fixture.member.id]) {
    expect(await runCommand(approveTrustRule, await as(stranger), input)).toMatchObject({
      kind: 'not_found',
    });
  }
  expect(await exchanged()).toBe('rule_awaiting');
});

it('a change of the terms waits again, for another than who made it; a new name does not', async () => {
  await asAdministrator(world, approveTrustRule, { rule: rule.id });
  await asAdministrator(world, updateTrustRule, { rule: rule.id, name: 'Deploy the shop' });
  expect(await exchanged()).toBe('minted');
  const claims = { repository_id: '74', ref: 'refs/heads/main' };
  const changed = await asAdministrator(world, updateTrustRule, { rule: rule.id, claims });
  expect(changed).toMatchObject({ approval: 'awaiting', approvedBy: null, approvedAt: null });
  const own = await runCommand(approveTrustRule, contextOf(world.db, world.administrator), {
    rule: rule.id,
  });
  expect(own).toMatchObject({ code: 'second_person' });
  const lead = await as(fixture.lead.id);
  expect(await runCommand(approveTrustRule, lead, { rule: rule.id })).toMatchObject({ ok: true });
});

it('terms that changed since they were looked at are not approved', async () => {
  await done(world.db, await signedIn(world.db, fixture.lead.id), updateTrustRule, {
    ...{ rule: rule.id, ttlSeconds: 3_600 },
  });
  const seen = { rule: rule.id, updatedAt: rule.updatedAt };
  const late = await runCommand(approveTrustRule, contextOf(world.db, world.administrator), seen);
  expect(late).toMatchObject({ code: 'rule_changed' });
  expect(await exchanged()).toBe('rule_awaiting');
});

it('a rule from before the policy waits once the policy asks for it, and not where it doesn’t', async () => {
  await policy(false);
  expect(await exchanged()).toBe('minted');
  const nobody = await runCommand(approveTrustRule, contextOf(world.db, world.administrator), {
    rule: rule.id,
  });
  expect(nobody).toMatchObject({ code: 'rule_not_awaiting' });
  await policy(true);
  expect(await exchanged()).toBe('rule_awaiting');
});
