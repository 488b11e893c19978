import { and, eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { trustRules } from '@/db/schema/workloads';
import { deleteGroup } from '@/domain/groups/delete-group';
import { applied, apply, plan, planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { rolledBack } from '@/domain/testing/rolled-back';
import { auditHead, eventsSince } from '@/domain/testing/traces';

const GROUPS = 'version: 1\ngroups:\n  billing: {}\n';
const RULE = `trustRules:
  deploys:
    issuer: https://idp.example.com
    audience: keyward
    claims: { sub: deploy }
    serviceAccount: mailer
    group: deploys
`;
const FILE = `${GROUPS}  deploys:\n    serviceAccounts: [mailer]\n${RULE}`;

const within = (work: (inside: typeof world) => Promise<unknown>) =>
  rolledBack(world, async (db) => {
    const inside = { ...world, db } as typeof world;
    await applied(inside, FILE);
    return work(inside);
  });

it('holds back what dies with a group, and deletes it first, with an event each', () =>
  within(async (inside) => {
    expect((await planned(inside, GROUPS)).lines).toEqual([
      '- trust rule deploys (held)',
      '- group deploys (held)',
    ]);
    const plan = await planned(inside, GROUPS, { prune: true });
    expect(plan.lines).toEqual(['- trust rule deploys', '- group deploys']);
    expect(plan.changes[1]?.effect).toBe('1 membership ends with it.');
    const head = await auditHead(inside.db);
    await applied(inside, GROUPS, { prune: true, expect: plan.fingerprint });
    expect(await eventsSince(inside.db, head)).toMatchObject([
      { action: 'trustRules.delete', before: { slug: 'deploys' } },
      {
        action: 'groups.delete',
        before: { slug: 'deploys', members: [{ id: fixture.service.id }], trustRules: [] },
      },
    ]);
    expect(await inside.db.$count(trustRules)).toBe(0);
  }));

it('deletes a rule once that both sections leave out', () =>
  within(async (inside) => {
    const { lines } = await planned(inside, `${GROUPS}trustRules: {}\n`, { prune: true });
    expect(lines).toEqual(['- trust rule deploys', '- group deploys']);
  }));

it('refuses a file that names a rule and removes its group', () =>
  within(async (inside) => {
    const file = `${GROUPS}trustRules:\n  deploys: { ttlSeconds: 600 }\n`;
    expect(await apply(inside, file, { prune: true })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^Line 5:3: .*“groups” leaves out its group/),
    });
  }));

it('removes no group with rules for who may not see or delete them', () =>
  within(async (inside) => {
    const by = await holderOf(inside, 'pruners', [
      ...(['configuration.apply', 'configuration.plan', 'groups.get', 'groups.list'] as const),
      ...(['groups.listMembers', 'groups.delete'] as const),
    ]);
    const file = `${GROUPS}  pruners: {}\n`;
    const held = await planned(inside, file, { by });
    expect(held.lines).toEqual(['- group deploys (held)']);
    for (const answer of [
      await plan(inside, file, { by, prune: true }),
      await apply(inside, file, { by, prune: true }),
    ]) {
      expect(answer).toMatchObject({ ok: false, code: 'not_granted' });
    }
    expect(await inside.db.$count(groups, eq(groups.slug, 'deploys'))).toBe(1);
  }));

it('the event of a group that is deleted by hand names its members and rules', () =>
  within(async (inside) => {
    await asAdministrator(inside, deleteGroup, { group: 'deploys' });
    expect(await lastEvent(inside)).toMatchObject({
      action: 'groups.delete',
      before: {
        members: [{ id: fixture.service.id, role: 'member' }],
        trustRules: [{ name: 'deploys' }],
        mappings: [],
      },
    });
    const left = and(eq(memberships.identityId, fixture.service.id));
    expect(await inside.db.$count(memberships, left)).toBe(1);
  }));
