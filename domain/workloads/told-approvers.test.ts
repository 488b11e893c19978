import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { runQuery } from '@/domain/commands/run-query';
import { editMembers } from '@/domain/groups/edit-members';
import { updateGroup } from '@/domain/groups/update-group';
import { getOverview } from '@/domain/overview/get-overview';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { approveTrustRule } from './approve-trust-rule';
import { createTrustRule } from './create-trust-rule';
import { updateTrustRule } from './update-trust-rule';

let made = 0;
const policy = (given: object) =>
  asAdministrator(world, updateGroup, { group: 'billing', policy: given });
const lead = () => signedIn(world.db, fixture.lead.id);
const asksForRule = async () => {
  made += 1;
  return done(world.db, await lead(), createTrustRule, {
    ...{ slug: `deploy-${made}`, name: 'Deploy', issuer: 'https://ci.example.com' },
    ...{ audience: 'keyward', claims: { repository_id: '74' }, group: 'billing' },
    identity: fixture.service.id,
  });
};
const asksForToken = async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'deploys' };
  return (await done(world.db, await lead(), createToken, input)).token;
};

/** Who was told of it, and by which kind of notice. */
const told = async (aboutId: string) => {
  const rows = await world.db.select().from(notices).where(eq(notices.aboutId, aboutId));
  return rows.map(({ kind, identityId }) => [kind, identityId]).sort();
};

beforeEach(() => policy({ approveServiceTokens: true, whoMayMint: 'leads' }));

describe.each([
  ['token', 'token.awaits', asksForToken],
  ['trust rule', 'trust_rule.awaits', asksForRule],
] as const)('a %s that waits for a second person', (_what, kind, ask) => {
  it('is told to the administrators where nobody else leads the group', async () => {
    const { id } = await ask();
    expect(await told(id)).toEqual([[kind, world.administratorId]]);
  });

  it('is told to another lead, and to nobody who can’t approve', async () => {
    const { id: identity } = fixture.colleague;
    await asAdministrator(world, editMembers, {
      group: 'billing',
      add: [{ identity, role: 'lead' }],
    });
    const { id } = await ask();
    expect(await told(id)).toEqual([[kind, identity]]);
    await asAdministrator(world, editMembers, { group: 'billing', add: [{ identity }] });
  });

  it('is told to nobody where nobody is waited for', async () => {
    await policy({ approveServiceTokens: false });
    expect(await told((await ask()).id)).toEqual([]);
  });
});

it('terms that change are told anew, a new name is not', async () => {
  const rule = await asksForRule();
  const count = () =>
    world.db.$count(
      notices,
      and(eq(notices.aboutId, rule.id), eq(notices.kind, 'trust_rule.awaits')),
    );
  await asAdministrator(world, approveTrustRule, { rule: rule.id });
  const update = async (terms: object) =>
    done(world.db, await lead(), updateTrustRule, { rule: rule.id, ...terms });
  await update({ name: 'Deploy the shop' });
  expect(await count()).toBe(1);
  await update({ ttlSeconds: 3_600 });
  expect(await count()).toBe(2);
});

it('rules that wait are on the overview of whoever reaches them, until they are approved', async () => {
  const rule = await asksForRule();
  const waiting = async (identity: string) => {
    const context = contextOf(world.db, await signedIn(world.db, identity));
    const found = await runQuery(getOverview, context, {});
    return found.ok ? found.value.waitingRules : expect.unreachable();
  };
  const isThere = async (identity: string) =>
    (await waiting(identity)).rules.some(({ id }) => id === rule.id);
  expect(await waiting(world.administratorId)).toMatchObject({
    rules: expect.arrayContaining([
      { id: rule.id, name: 'Deploy', identity: fixture.service.name, group: 'billing' },
    ]),
  });
  expect(await isThere(fixture.lead.id)).toBe(true);
  expect(await waiting(fixture.outsider.id)).toEqual({ count: 0, rules: [] });
  await asAdministrator(world, approveTrustRule, { rule: rule.id });
  expect(await isThere(world.administratorId)).toBe(false);
});
