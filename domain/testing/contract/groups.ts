import { and, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups, memberships } from '@/db/schema/groups';
import { systemActor } from '@/domain/base/actor';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { editMembers } from '@/domain/groups/edit-members';
import { endMembership } from '@/domain/groups/end-memberships';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { listGroups } from '@/domain/groups/list-groups';
import { listMembers } from '@/domain/groups/list-members';
import { matchMembers } from '@/domain/groups/match-members';
import { previewMembers } from '@/domain/groups/preview-members';
import { previewPolicy } from '@/domain/groups/preview-policy';
import { previewScopes } from '@/domain/groups/preview-scopes';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { thawGroup, thawGroups } from '@/domain/groups/thaw-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';
import { endTokensOfBilling, tokensOfBilling } from './states';

const group = (aim: Aim) => ({ group: aim.group });
const joins = (aim: Aim) => ({ group: aim.group, add: [{ identity: aim.newcomer }] });
const freeze = async ({ world }: Scene) => {
  await asAdministrator(world, freezeGroup, { group: 'billing' });
};
const freezeOfThePast = async (scene: Scene) => {
  await freeze(scene);
  const { world, fixture } = scene;
  const frozenUntil = sql`now() - interval '1 second'`;
  await world.db.update(groups).set({ frozenUntil }).where(eq(groups.id, fixture.group.id));
};
const ofBilling = ({ fixture }: Scene) => ({
  target: fixture.group.id,
  affects: [fixture.group.id],
});
const lastAdministrator = {
  code: 'last_administrator' as const,
  given: async ({ world }: Scene) => ({
    group: 'administrators',
    add: [],
    remove: [world.administratorId],
  }),
};

export const GROUP_COMMANDS = [
  commandCase(createGroup, {
    input: () => ({ slug: 'fresh', name: 'New' }),
    event: (_scene, { id }) => ({
      target: id,
      after: { slug: 'fresh', name: 'New' },
      affects: [id],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'billing' }) },
    bad: [{ policy: { maxTtlSeconds: -1 } }, 'policy.maxTtlSeconds'],
  }),
  commandCase(updateGroup, {
    input: (aim) => ({ group: aim.group, name: 'Other' }),
    at: 'group',
    given: async () => ({ policy: { allowedCidrs: ['203.0.113.0/24'] } }),
    event: (scene) => ({
      ...ofBilling(scene),
      before: { name: 'Billing', policy: { allowedCidrs: [] } },
      after: { name: 'Other', policy: { allowedCidrs: ['203.0.113.0/24'] } },
    }),
    refused: {
      code: 'last_administrator',
      given: async () => ({
        group: 'administrators',
        policy: { allowedCidrs: ['203.0.113.0/24'] },
      }),
    },
    bad: [{ policy: { whoMayMint: 'everybody' } }, 'policy.whoMayMint'],
  }),
  commandCase(deleteGroup, {
    input: group,
    at: 'group',
    given: endTokensOfBilling,
    event: (scene) => ({
      target: scene.fixture.group.id,
      before: { slug: 'billing', name: 'Billing' },
      affects: [scene.fixture.group.id, ...tokensOfBilling(scene)],
    }),
    refused: { code: 'group_has_tokens' },
    bad: [{ group: '' }, 'group'],
  }),
  commandCase(setGroupScopes, {
    input: (aim) => ({ group: aim.group, scopes: ['keyward/keyward:administer'] }),
    at: 'group',
    event: (scene) => ({
      ...ofBilling(scene),
      before: { scopes: ['billing/invoices:read'] },
      after: { scopes: ['keyward/keyward:administer'] },
    }),
    refused: { code: 'built_in', given: async () => ({ group: 'auditors' }) },
    bad: [{ scopes: ['billing/invoices:read', ''] }, 'scopes.1'],
  }),
  commandCase(editMembers, {
    input: joins,
    at: 'group',
    given: async ({ fixture }) => ({ remove: [fixture.colleague.id] }),
    event: ({ fixture }) => ({
      target: fixture.group.id,
      before: { removed: [{ id: fixture.colleague.id, name: 'Cora' }] },
      after: { revokedTokens: [fixture.colleagueToken.token.id] },
      affects: [fixture.outsider.id, fixture.colleague.id, fixture.colleagueToken.token.id],
    }),
    refused: lastAdministrator,
    bad: [{ add: [{ identity: 'otto@example.com', role: 'chief' }] }, 'add.0.role'],
  }),
  commandCase(endMembership, {
    input: (aim) => ({ group: aim.group, identity: aim.member }),
    at: 'group',
    by: () => systemActor('worker', ['memberships.end']),
    given: async ({ world, fixture }) => {
      const { id } = fixture.colleague;
      await world.db
        .update(memberships)
        .set({
          createdAt: sql`now() - interval '1 hour'`,
          expiresAt: sql`now() - interval '1 minute'`,
        })
        .where(and(eq(memberships.groupId, fixture.group.id), eq(memberships.identityId, id)));
    },
    event: ({ fixture }) => ({
      target: fixture.group.id,
      before: { member: fixture.colleague.id, role: 'member' },
      after: { revokedTokens: [fixture.colleagueToken.token.id] },
      affects: [fixture.colleague.id, fixture.colleagueToken.token.id],
    }),
    refused: { code: 'not_found', by: () => systemActor('worker', ['memberships.end']) },
  }),
  commandCase(freezeGroup, {
    input: group,
    at: 'group',
    event: (scene) => ({
      ...ofBilling(scene),
      before: { state: 'active' },
      after: { state: 'frozen' },
    }),
    refused: { code: 'group_frozen', given: freeze },
    bad: [{ until: '2020-01-01T00:00:00Z' }, 'until'],
  }),
  commandCase(unfreezeGroup, {
    input: group,
    at: 'group',
    given: freeze,
    event: (scene) => ({
      ...ofBilling(scene),
      before: { state: 'frozen' },
      after: { state: 'active' },
    }),
    refused: { code: 'group_active' },
    bad: [{ reason: 'a\0b' }, 'reason'],
  }),
  commandCase(thawGroup, {
    input: group,
    at: 'group',
    by: () => systemActor('worker', ['groups.thaw']),
    given: freezeOfThePast,
    event: (scene) => ({
      ...ofBilling(scene),
      before: { state: 'frozen' },
      after: { state: 'active' },
    }),
    refused: { code: 'nothing_due', by: () => systemActor('worker', ['groups.thaw']) },
  }),
];

export const THAW_GROUPS = jobCase(thawGroups, {
  given: freezeOfThePast,
  changed: 1,
  events: ({ fixture }) => [
    { action: 'groups.thaw', targetId: fixture.group.id, affects: [fixture.group.id] },
  ],
  holds: async ({ world, fixture }) => {
    const [row] = await world.db.select().from(groups).where(eq(groups.id, fixture.group.id));
    expect(row).toMatchObject({ state: 'active', frozenUntil: null, frozenReason: null });
  },
});

export const GROUP_QUERIES = [
  queryCase(getGroup, { input: group, at: 'group' }),
  queryCase(listGroups, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listMembers, { input: group, at: 'group', bad: [{ limit: 0 }, 'limit'] }),
  queryCase(matchMembers, {
    input: (aim) => ({ group: aim.group, references: ['lea@example.com'] }),
    at: 'group',
    bad: [{ references: ['lea@example.com', 'a\0b'] }, 'references.1'],
  }),
  queryCase(previewMembers, { input: joins, at: 'group' }),
  queryCase(previewPolicy, {
    input: (aim) => ({ group: aim.group, policy: { maxTtlSeconds: 3_600 } }),
    at: 'group',
    bad: [{ policy: { maxTtlSeconds: 59 } }, 'policy.maxTtlSeconds'],
  }),
  queryCase(previewScopes, {
    input: (aim) => ({ group: aim.group, scopes: [] }),
    at: 'group',
    refused: { code: 'invalid_input', given: async () => ({ scopes: ['billing/nothing'] }) },
  }),
];
