import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { reviewCampaigns, reviewEntries, reviews } from '@/db/schema/reviews';
import { scimGroups, scimMappings, scimMembers, scimUsers } from '@/db/schema/scim';
import { ssoProviders } from '@/db/schema/sso';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { OperationName } from '@/domain/base/operation-names';
import type { AnyCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { editMembers } from '@/domain/groups/edit-members';
import { applyReview } from '@/domain/reviews/apply-review';
import { push } from '@/domain/scim/push';
import { syncMembership } from '@/domain/sso/sync-membership';
import { command } from '../world/commands';
import type { Use } from '../world/world';

export interface Leaver {
  readonly identity: string;
  readonly use: Use;
}

export interface Place {
  readonly db: Database;
  readonly groupId: string;
  readonly leavers: readonly Leaver[];
}

/** Ends a membership, by the way's own command. @returns the `seq` of its event */
type End = (leaver: Leaver) => Promise<{ seq: number }>;

/** Each gets what it needs ready first, and then ends one membership after the other. */
export const WAYS_OUT: Readonly<Record<string, (place: Place) => Promise<End>>> = {
  dashboard:
    async ({ db, groupId }) =>
    ({ identity }) =>
      command(db, editMembers, { group: groupId, remove: [identity] }),
  'SSO sign-in': async ({ db, groupId }) => {
    const provider = newId('ssoProvider');
    await db.insert(ssoProviders).values({
      ...{ id: provider, slug: 'acme', name: 'Acme', issuer: 'https://login.example.com' },
      ...{ clientId: 'keyward', groupsClaim: 'groups', createdBy: 'bench', createdByName: 'bench' },
    });
    await setSource(db, groupId, 'sso', provider);
    return ({ identity }) =>
      command(db, syncMembership, { group: groupId, provider, identity, role: null });
  },
  SCIM: provisionAll,
  review: reviewAll,
};

const setSource = (db: Database, groupId: string, source: 'sso' | 'scim', sourceId: string) =>
  db.update(memberships).set({ source, sourceId }).where(sql`group_id = ${groupId}`);

/** Runs what is made of steps, of which each needs its own right. */
async function runAs(
  db: Database,
  actor: { readonly id: string; readonly operations: readonly OperationName[] },
  definition: AnyCommand,
  input: object,
): Promise<{ seq: number }> {
  const context = {
    ...{ db, actor: systemActor(actor.id, [...actor.operations]), serverSecret: 'bench' },
    request: { id: newId('request'), ip: null, userAgent: null },
  };
  const done = await runCommand(definition, context, input);
  if (!done.ok) throw new Error(`${definition.operation}: ${done.message}`);
  return done;
}

/** A client pushes a group with all of them, which leads to the group; it takes them out one by one. */
async function provisionAll({ db, groupId, leavers }: Place): Promise<End> {
  const clientId = leavers[0]?.identity ?? '';
  const pushed = newId('scimGroup');
  await db.insert(scimGroups).values({ id: pushed, clientId, displayName: 'Pushed' });
  const users = leavers.map(({ identity }) => ({
    ...{ id: newId('scimUser'), clientId, identityId: identity, userName: identity },
    resource: { userName: identity },
  }));
  await db.insert(scimUsers).values(users);
  await db.insert(scimMembers).values(users.map(({ id }) => ({ groupId: pushed, userId: id })));
  await db.insert(scimMappings).values({
    ...{ scimGroupId: pushed, groupId, role: 'member' as const },
    ...{ createdBy: 'bench', createdByName: 'bench' },
  });
  await setSource(db, groupId, 'scim', clientId);
  const operations: readonly OperationName[] = [
    'scim.provision',
    'scim.push',
    'scim.saveGroup',
    'memberships.provision',
  ];
  const userOf = new Map(users.map(({ id, identityId }) => [identityId, id]));
  return async ({ identity }) => {
    const path = `members[value eq "${userOf.get(identity)}"]`;
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
    const body = { schemas, Operations: [{ op: 'remove', path }] };
    const input = { what: 'saveGroup', id: pushed, kind: 'patch', body };
    return runAs(db, { id: clientId, operations }, push, input);
  };
}

/** A review of the group with all of them, that decides and is applied one by one. */
async function reviewAll({ db, groupId, leavers }: Place): Promise<End> {
  const [campaign, review] = [newId('reviewCampaign'), newId('review')];
  const dueAt = sql`now() + interval '1 day'`;
  await db.insert(reviewCampaigns).values({
    ...{ id: campaign, name: 'Bench', allGroups: false, repeats: 'once', deadlineDays: 1 },
    ...{ startsAt: sql`now()`, createdBy: 'bench', createdByName: 'bench' },
  });
  await db.insert(reviews).values({
    ...{ id: review, campaignId: campaign, number: 1, name: 'Bench', dueAt, unreviewed: 'keep' },
  });
  await db.insert(reviewEntries).values(
    leavers.map(({ identity }, at) => ({
      ...{ id: newId('reviewEntry'), reviewId: review, position: at + 1 },
      ...{ groupId, groupSlug: 'bench', groupName: 'bench', controlsKeyward: false },
      ...{ identityId: identity, identityType: 'service' as const, identityName: identity },
      ...{ identityHandle: identity, role: 'member' as const, source: 'manual' as const },
      ...{
        addedByName: 'bench',
        memberSince: sql`(select ${memberships.createdAt} from ${memberships}
        where ${memberships.groupId} = ${groupId} and ${memberships.identityId} = ${identity})`,
      },
    })),
  );
  const operations: readonly OperationName[] = [
    'reviews.apply',
    'reviews.settle',
    'groups.editMembers',
  ];
  return async ({ identity }) => {
    await db
      .update(reviewEntries)
      .set({ decision: 'end', decidedAt: sql`now()`, decidedBy: 'bench', decidedByName: 'bench' })
      .where(and(eq(reviewEntries.reviewId, review), eq(reviewEntries.identityId, identity)));
    return runAs(db, { id: 'bench', operations }, applyReview, { review, group: groupId });
  };
}
