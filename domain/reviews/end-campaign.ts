import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { reviewCampaigns } from '@/db/schema/reviews';
import { defineCommand } from '@/domain/commands/define';
import { loadCampaignTarget, refuseEnded } from './campaign-target';
import { campaignViewSchema, readCampaignView } from './campaign-view';

/** No review follows. One that is open goes on to its deadline. */
export const endCampaign = defineCommand({
  operation: 'reviewCampaigns.end',
  summary: 'End a campaign of access reviews',
  http: { method: 'POST', path: '/review-campaigns/{campaign}/end' },
  input: z.object({ campaign: z.string().max(100) }),
  output: campaignViewSchema,
  target: ({ db, input }) => loadCampaignTarget(db, input.campaign, true),
  async run({ tx, target: { id, row } }) {
    const ended = refuseEnded(row);
    if (ended) return ended;
    await tx
      .update(reviewCampaigns)
      .set({ nextAt: null, endedAt: sql`now()` })
      .where(eq(reviewCampaigns.id, id));
    const nextAt = row.nextAt?.toISOString() ?? null;
    return {
      value: await readCampaignView(tx, id),
      audit: { before: { nextAt }, after: { nextAt: null }, affects: [] },
    };
  },
});
