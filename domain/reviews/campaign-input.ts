import { z } from 'zod';
import { label, reference } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, type Refusal } from '@/domain/base/refusal';
import {
  MAX_DEADLINE_DAYS,
  MAX_MONTHLY_DEADLINE_DAYS,
  REPEATS,
  type Repeats,
  UNREVIEWED,
} from './review-facts';

const MAX_GROUPS = 500;

/** What can be said of a campaign, now and later. */
export const campaignFields = {
  name: label(),
  /** Ids or slugs; null for every group, those made later included. */
  groups: z.array(reference()).min(1, 'Choose at least one group.').max(MAX_GROUPS).nullable(),
  repeats: z.enum(REPEATS),
  deadlineDays: z.number().int().min(1).max(MAX_DEADLINE_DAYS),
  /** null: as the organisation’s policy says when the review opens. */
  unreviewed: z.enum(UNREVIEWED).nullable(),
};

/** When the first review opens. */
export const startsAtField = instantInput().optional();

export const refuseLongDeadline = (terms: {
  readonly repeats: Repeats;
  readonly deadlineDays: number;
}): Refusal | null =>
  terms.repeats === 'monthly' && terms.deadlineDays > MAX_MONTHLY_DEADLINE_DAYS
    ? invalid(
        'deadlineDays',
        `At most ${MAX_MONTHLY_DEADLINE_DAYS} days, so that a monthly review is over before the next opens.`,
      )
    : null;
