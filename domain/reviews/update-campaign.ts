import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { reviewCampaignGroups, reviewCampaigns } from '@/db/schema/reviews';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { findGroups } from '@/domain/targets/find-groups';
import { campaignFields, refuseLongDeadline } from './campaign-input';
import { loadCampaignTarget, refuseEnded } from './campaign-target';
import { campaignViewSchema, readCampaignView } from './campaign-view';
import { chooseGroups, toldOf } from './create-campaign';
import { nextOpening } from './review-facts';

const { name, groups, repeats, deadlineDays, unreviewed } = campaignFields;

/** Changes the reviews that follow; one that is open stays as it was opened. */
export const updateCampaign = defineCommand({
  operation: 'reviewCampaigns.update',
  summary: 'Change a campaign of access reviews',
  http: { method: 'PATCH', path: '/review-campaigns/{campaign}' },
  input: z.object({
    campaign: z.string().max(100),
    name: name.optional(),
    groups: groups.optional(),
    repeats: repeats.optional(),
    deadlineDays: deadlineDays.optional(),
    unreviewed: unreviewed.optional(),
  }),
  output: campaignViewSchema,
  target: ({ db, input }) => loadCampaignTarget(db, input.campaign, true),
  async run({ tx, input, target: { id, row } }) {
    const ended = refuseEnded(row);
    if (ended) return ended;
    const { campaign: _campaign, groups: named, ...said } = input;
    const terms = { ...row, ...said };
    const tooLong = refuseLongDeadline(terms);
    if (tooLong) return tooLong;
    const before = toldOf(await readCampaignView(tx, id));
    const chosen = named && (await findGroups(tx, named));
    if (isRefusal(chosen)) return chosen;
    if (named !== undefined) {
      await tx.delete(reviewCampaignGroups).where(eq(reviewCampaignGroups.campaignId, id));
      await chooseGroups(tx, id, chosen ?? null);
    }
    const nextAt =
      terms.repeats === row.repeats
        ? row.nextAt
        : nextOpening(row.startsAt, terms.repeats, await readClockMs(tx));
    await tx
      .update(reviewCampaigns)
      .set({
        ...{ name: terms.name, repeats: terms.repeats, deadlineDays: terms.deadlineDays },
        ...{ unreviewed: terms.unreviewed, nextAt },
        allGroups: named === undefined ? row.allGroups : named === null,
      })
      .where(eq(reviewCampaigns.id, id));
    const view = await readCampaignView(tx, id);
    return { value: view, audit: { before, after: toldOf(view), affects: [] } };
  },
});
