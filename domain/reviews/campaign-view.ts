import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { reviewCampaignGroups, reviewCampaigns, reviews } from '@/db/schema/reviews';
import { subquery } from '@/db/subquery';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { REPEATS, UNREVIEWED } from './review-facts';

const inGroup = z.object({ id: z.string(), slug: z.string(), name: z.string() });

export const campaignViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** null: every group, those made later included. */
  groups: z.array(inGroup).nullable(),
  repeats: z.enum(REPEATS),
  deadlineDays: z.number(),
  /** null: as the organisation’s policy says when the review opens. */
  unreviewed: z.enum(UNREVIEWED).nullable(),
  startsAt: instantText(),
  nextAt: instantText().nullable(),
  endedAt: instantText().nullable(),
  reviewCount: z.number(),
  createdBy: z.string(),
  createdAt: instantText(),
});
export type CampaignView = z.output<typeof campaignViewSchema>;

/** Selects campaigns with their groups; add `where`, `orderBy` and `limit`. */
export const selectCampaigns = (db: Queryable) =>
  db
    .select({
      campaign: reviewCampaigns,
      groups: subquery<
        { id: string; slug: string; name: string }[]
      >(sql`coalesce((select json_agg(json_build_object('id', ${groups.id}, 'slug', ${groups.slug}, 'name', ${groups.name})
          order by ${groups.name}) from ${reviewCampaignGroups} join ${groups} on ${groups.id} = ${reviewCampaignGroups.groupId}
        where ${reviewCampaignGroups.campaignId} = ${reviewCampaigns.id}), '[]')`),
      reviewCount: subquery<number>(sql`(select count(*)::int from ${reviews}
        where ${reviews.campaignId} = ${reviewCampaigns.id})`),
    })
    .from(reviewCampaigns);

export function toCampaignView({
  campaign,
  groups: chosen,
  reviewCount,
}: Awaited<ReturnType<typeof selectCampaigns>>[number]): CampaignView {
  const { id, name, allGroups, repeats, deadlineDays, unreviewed, createdByName } = campaign;
  return {
    ...{ id, name, repeats, deadlineDays, unreviewed, reviewCount, createdBy: createdByName },
    groups: allGroups ? null : chosen,
    startsAt: toInstantText(campaign.startsAt),
    nextAt: toInstantTextOrNull(campaign.nextAt),
    endedAt: toInstantTextOrNull(campaign.endedAt),
    createdAt: toInstantText(campaign.createdAt),
  };
}

export async function readCampaignView(db: Queryable, id: string): Promise<CampaignView> {
  const [row] = await selectCampaigns(db).where(eq(reviewCampaigns.id, id));
  if (!row) throw new Error(`campaign ${id} vanished`);
  return toCampaignView(row);
}
