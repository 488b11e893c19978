import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import type { Actor } from '@/domain/base/actor';
import { applied, apply, plan, planned } from '@/domain/testing/configuration';
import { fixture, it, world } from '@/domain/testing/fixture';
import { holderOf } from '@/domain/testing/holder';
import { auditHead, eventsSince, fingerprint } from '@/domain/testing/traces';
import { signedIn } from '@/domain/testing/world';

const RENAMING = 'version: 1\ngroups:\n  billing:\n    name: Renamed\n';

async function denied(by: Actor, file: string) {
  const head = await auditHead(world.db);
  const before = await fingerprint(world.db);
  const result = await apply(world, file, { by });
  expect(await fingerprint(world.db)).toBe(before);
  const events = await eventsSince(world.db, head);
  expect(events.map(({ outcome }) => outcome)).toEqual(['denied']);
  return { result, action: events[0]?.action };
}

it('applying gives no right that the single change would need', async () => {
  const by = await holderOf(world, 'appliers', [
    'configuration.apply',
    'groups.get',
    'groups.list',
    'groups.listMembers',
    'apis.get',
  ]);
  const { result, action } = await denied(by, RENAMING);
  expect(result).toMatchObject({ ok: false, code: 'not_granted' });
  expect(action).toBe('groups.update');
});

it('nobody hands out by a file what they do not hold', async () => {
  const by = await holderOf(world, 'setters', [
    'configuration.apply',
    'groups.get',
    'groups.list',
    'groups.listMembers',
    'groups.setScopes',
    'groups.update',
  ]);
  await applied(world, RENAMING, { by });
  const file = 'version: 1\ngroups:\n  billing:\n    scopes: [keyward/keyward:administer]\n';
  const { result } = await denied(by, file);
  expect(result).toMatchObject({ code: 'needs_administrator' });
  expect(result).toMatchObject({
    message: expect.stringMatching(/^Line 4:\d+: groups\.billing\.scopes/),
  });
});

it('who may only read can plan, and is told that they may not apply it', async () => {
  const by = await signedIn(world.db, fixture.auditor.id);
  const before = await fingerprint(world.db);
  const file = 'version: 1\ngroups:\n  billing:\n    scopes: []\n';
  const answer = await planned(world, file, { by });
  expect(answer).toMatchObject({
    consequences: [{ group: 'billing', lose: { tokens: 3, operations: 1 } }],
    refused: { code: 'not_granted', toAnybody: false },
  });
  expect(await fingerprint(world.db)).toBe(before);
  expect(await apply(world, file, { by })).toMatchObject({ code: 'not_granted' });
});

it('who may not plan learns nothing', async () => {
  const by = await signedIn(world.db, fixture.lead.id);
  expect(await plan(world, RENAMING, { by })).toMatchObject({ code: 'not_granted' });
});

it('the last administrator stays', async () => {
  const file = `version: 1
groups:
  administrators:
    policy:
      allowedCidrs: [203.0.113.0/24]
`;
  expect(await apply(world, file)).toMatchObject({ ok: false, code: 'last_administrator' });
  const frozen = 'version: 1\ngroups:\n  administrators:\n    frozen: true\n';
  expect(await apply(world, frozen)).toMatchObject({ ok: false, code: 'last_administrator' });
});

it('what is built in stays as it is', async () => {
  const refused: [file: string, code: string][] = [
    ['groups:\n  auditors:\n    scopes: []', 'built_in'],
    ['apis:\n  keyward:\n    name: Mine', 'invalid_input'],
    ['apis:\n  keyward:\n    operations: {}', 'invalid_input'],
    [
      'apis:\n  keyward:\n    scopes:\n      keyward:audit: { operations: [groups.get] }',
      'already_exists',
    ],
  ];
  for (const [file, code] of refused) {
    expect(await apply(world, `version: 1\n${file}\n`)).toMatchObject({ ok: false, code });
  }
});

it('a plan that was looked at is applied as it was, or not at all', async () => {
  const file = 'version: 1\ngroups:\n  billing:\n    name: Looked at\n';
  const { fingerprint: seen } = await planned(world, file);
  await applied(world, 'version: 1\ngroups:\n  billing:\n    name: Changed meanwhile\n');
  expect(await apply(world, file, { expect: seen })).toMatchObject({ code: 'plan_outdated' });
  await applied(world, file, { expect: (await planned(world, file)).fingerprint });
});

const done = ({ counts }: { counts: { create: number; update: number } }) =>
  counts.create + counts.update;

it('of the same file applied ten times at once, one makes its changes', async () => {
  const file =
    'version: 1\ngroups:\n  fresh:\n    name: Fresh\n    scopes: [billing/invoices:read]\n';
  const results = await Promise.all(Array.from({ length: 10 }, () => apply(world, file)));
  const counts = results.map((result) => (result.ok ? done(result.value) : result.code));
  expect(counts.toSorted()).toEqual([...Array(9).fill(0), 2]);
  expect(await world.db.$count(groups, eq(groups.slug, 'fresh'))).toBe(1);
});
