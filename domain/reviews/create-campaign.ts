import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { reviewCampaignGroups, reviewCampaigns } from '@/db/schema/reviews';
import { newId } from '@/domain/base/ids';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { findGroups } from '@/domain/targets/find-groups';
import { campaignFields, refuseLongDeadline, startsAtField } from './campaign-input';
import { campaignViewSchema, readCampaignView } from './campaign-view';
import { openNext } from './open-review';
import { DEFAULT_DEADLINE_DAYS } from './review-facts';

const { name, groups, repeats, deadlineDays, unreviewed } = campaignFields;

/** Sets up reviews of who is in which group. The first opens at once, unless it is to open later. */
export const createCampaign = defineCommand({
  operation: 'reviewCampaigns.create',
  summary: 'Create a campaign of access reviews',
  http: { method: 'POST', path: '/review-campaigns', status: 201 },
  input: z.object({
    name,
    groups: groups.default(null),
    repeats: repeats.default('quarterly'),
    deadlineDays: deadlineDays.default(DEFAULT_DEADLINE_DAYS),
    unreviewed: unreviewed.default(null),
    startsAt: startsAtField,
  }),
  /** `review`: the one that was opened at once; null where the first opens later. */
  output: campaignViewSchema.extend({ review: z.string().nullable() }),
  target: () => everything('reviewCampaign'),
  async run({ tx, actor, input }) {
    const tooLong = refuseLongDeadline(input);
    if (tooLong) return tooLong;
    const nowMs = await readClockMs(tx);
    const startsAt = input.startsAt ? new Date(input.startsAt) : new Date(nowMs);
    if (startsAt.getTime() < nowMs) return invalid('startsAt', 'This time has passed.');
    const chosen = input.groups && (await findGroups(tx, input.groups));
    if (isRefusal(chosen)) return chosen;
    const [row] = await tx
      .insert(reviewCampaigns)
      .values({
        ...{ id: newId('reviewCampaign'), name: input.name, repeats: input.repeats },
        ...{ deadlineDays: input.deadlineDays, unreviewed: input.unreviewed },
        ...{ allGroups: chosen === null, startsAt, nextAt: startsAt },
        ...{ createdBy: actor.id, createdByName: actor.name },
      })
      .returning();
    if (!row) throw new Error('the campaign was not written');
    await chooseGroups(tx, row.id, chosen);
    const opened = input.startsAt ? null : await openNext(tx, row);
    const view = await readCampaignView(tx, row.id);
    return {
      value: { ...view, review: opened?.value.review ?? null },
      audit: {
        target: { type: 'reviewCampaign', id: row.id, name: row.name },
        after: { ...toldOf(view), ...(opened && { opened: opened.after }) },
        affects: [],
      },
    };
  },
});

/** Which groups a campaign is about; none are written where it is about all. */
export async function chooseGroups(
  tx: Transaction,
  campaignId: string,
  groupIds: readonly string[] | null,
): Promise<void> {
  if (!groupIds || groupIds.length === 0) return;
  await tx
    .insert(reviewCampaignGroups)
    .values(groupIds.map((groupId) => ({ campaignId, groupId })));
}

/** A campaign as the log tells it. */
export const toldOf = (view: Awaited<ReturnType<typeof readCampaignView>>) => ({
  ...{ name: view.name, groups: view.groups?.map(({ slug }) => slug) ?? null },
  ...{ repeats: view.repeats, deadlineDays: view.deadlineDays, unreviewed: view.unreviewed },
  nextAt: view.nextAt,
});
