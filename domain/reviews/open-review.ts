import { and, eq, inArray, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { reviewCampaignGroups, reviewCampaigns, reviewEntries, reviews } from '@/db/schema/reviews';
import { ssoProviders } from '@/db/schema/sso';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { hasPassed, readClockMs } from '@/domain/decision/clock';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { type CampaignRow, loadCampaignTarget, refuseEnded } from './campaign-target';
import { nextOpening } from './review-facts';
import { tellReviewers } from './tell-reviewers';

const openedSchema = z.object({ review: z.string(), number: z.number(), entries: z.number() });

/**
 * Opens the next review of a campaign whose row is locked: writes down who is in its groups now, and
 * tells the reviewers. One that finds nobody is closed as it opens.
 */
export async function openNext(tx: Transaction, campaign: CampaignRow) {
  const { id: campaignId, name, deadlineDays } = campaign;
  const nextAt = nextOpening(campaign.startsAt, campaign.repeats, await readClockMs(tx));
  await tx.update(reviewCampaigns).set({ nextAt }).where(eq(reviewCampaigns.id, campaignId));
  const number = 1 + (await tx.$count(reviews, eq(reviews.campaignId, campaignId)));
  const unreviewed = campaign.unreviewed ?? (await readCeilings(tx)).unreviewedMembers;
  const [review] = await tx
    .insert(reviews)
    .values({
      ...{ id: newId('review'), campaignId, number, name, unreviewed },
      dueAt: sql`now() + make_interval(days => ${deadlineDays})`,
    })
    .returning();
  if (!review) throw new Error('the review was not written');
  const entries = await writeEntries(tx, campaign, review.id);
  if (entries === 0) {
    await tx.update(reviews).set({ closedAt: sql`now()` }).where(eq(reviews.id, review.id));
  }
  const told = await tellReviewers(tx, review, null);
  const dueAt = review.dueAt.toISOString();
  return {
    value: { review: review.id, number, entries },
    after: { review: review.id, number, entries, dueAt, unreviewed, told },
  };
}

/** The memberships that there are, in the order that people read them. @returns how many */
async function writeEntries(
  tx: Transaction,
  campaign: CampaignRow,
  reviewId: string,
): Promise<number> {
  const chosen = tx
    .select({ id: reviewCampaignGroups.groupId })
    .from(reviewCampaignGroups)
    .where(eq(reviewCampaignGroups.campaignId, campaign.id));
  const found = await tx
    .select({ group: groups.id, identity: identities.id })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        campaign.allGroups ? undefined : inArray(memberships.groupId, chosen),
        sql`not ${hasPassed(memberships.expiresAt)}`,
      ),
    )
    .orderBy(groups.name, groups.id, identities.name, identities.id);
  const ids = found.map(() => newId('reviewEntry'));
  const controlsKeyward = sql`exists (select 1 from ${groupScopes}
    join ${scopes} on ${scopes.id} = ${groupScopes.scopeId} join ${apis} on ${apis.id} = ${scopes.apiId}
    where ${groupScopes.groupId} = ${groups.id} and ${apis.slug} = ${KEYWARD_API})`;
  const sourceName = sql`case ${memberships.source}
    when 'sso' then (select ${ssoProviders.name} from ${ssoProviders} where ${ssoProviders.id} = ${memberships.sourceId})
    when 'scim' then (select client.name from ${identities} as client where client.id = ${memberships.sourceId}) end`;
  await tx.execute(sql`
    insert into ${reviewEntries} (id, review_id, position, group_id, group_slug, group_name, controls_keyward,
      identity_id, identity_type, identity_name, identity_handle, role, source, source_name, member_since,
      added_by_name, expires_at)
    select picked.id, ${reviewId}, picked.position, ${groups.id}, ${groups.slug}, ${groups.name}, ${controlsKeyward},
      ${identities.id}, ${identities.type}, ${identities.name}, coalesce(${identities.email}, ${identities.slug}, ''),
      ${memberships.role}, ${memberships.source}, ${sourceName}, ${memberships.createdAt},
      ${memberships.addedByName}, ${memberships.expiresAt}
    from unnest(${sql.param(ids)}::text[], ${sql.param(found.map(({ group }) => group))}::text[],
      ${sql.param(found.map(({ identity }) => identity))}::text[])
      with ordinality as picked (id, group_id, identity_id, position)
    join ${memberships} on ${memberships.groupId} = picked.group_id and ${memberships.identityId} = picked.identity_id
    join ${groups} on ${groups.id} = picked.group_id join ${identities} on ${identities.id} = picked.identity_id`);
  return found.length;
}

/** Opens the review of a campaign that is due. */
export const openReview = defineCommand({
  operation: 'reviews.open',
  summary: 'Open the next review of a campaign',
  input: z.object({ campaign: z.string().max(100) }),
  output: openedSchema,
  target: ({ db, input }) => loadCampaignTarget(db, input.campaign, true),
  async run({ tx, target: { row } }) {
    const ended = refuseEnded(row);
    if (ended) return ended;
    if (row.nextAt === null || row.nextAt.getTime() > (await readClockMs(tx))) {
      return refuse('conflict', 'nothing_due', `No review of ${row.name} is due.`);
    }
    const { value, after } = await openNext(tx, row);
    return { value, audit: { after, affects: [] } };
  },
});

export const openReviews = defineJob({
  name: 'open-reviews',
  summary: 'Opens the reviews of memberships whose time has come',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [openReview.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ id: reviewCampaigns.id })
      .from(reviewCampaigns)
      .where(lte(reviewCampaigns.nextAt, sql`now()`))
      .orderBy(reviewCampaigns.nextAt);
    return changeEach(scope, due, ({ id }) => runCommand(openReview, context, { campaign: id }));
  },
});
