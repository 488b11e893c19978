import { and, desc, ilike, lt } from 'drizzle-orm';
import { z } from 'zod';
import { reviewCampaigns } from '@/db/schema/reviews';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { loadCampaignTarget } from './campaign-target';
import {
  campaignViewSchema,
  readCampaignView,
  selectCampaigns,
  toCampaignView,
} from './campaign-view';

/** Newest first. */
export const listCampaigns = defineQuery({
  operation: 'reviewCampaigns.list',
  summary: 'List the campaigns of access reviews',
  http: { method: 'GET', path: '/review-campaigns' },
  input: z.object({ ...pageInput, q: searchText() }),
  output: pageOf(campaignViewSchema),
  target: () => everything('reviewCampaign'),
  async run({ db, input }) {
    const rows = await selectCampaigns(db)
      .where(
        and(
          input.q ? ilike(reviewCampaigns.name, containsPattern(input.q)) : undefined,
          input.cursor ? lt(reviewCampaigns.id, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(reviewCampaigns.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ campaign }) => campaign.id);
    return { ...page, items: page.items.map(toCampaignView) };
  },
});

export const getCampaign = defineQuery({
  operation: 'reviewCampaigns.get',
  summary: 'Get a campaign of access reviews',
  http: { method: 'GET', path: '/review-campaigns/{campaign}' },
  input: z.object({ campaign: z.string().max(100) }),
  output: campaignViewSchema,
  target: ({ db, input }) => loadCampaignTarget(db, input.campaign),
  run: ({ db, target }) => readCampaignView(db, target.id),
});
