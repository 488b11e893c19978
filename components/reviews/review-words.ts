import { formatCount } from '@/components/format/format';
import type { Decision } from '@/domain/reviews/review-facts';
import type { ReviewView } from '@/domain/reviews/review-view';

type Words<Key extends string> = Readonly<Record<Key, string>>;

export const REPEATS_WORDS: Words<ReviewView['campaign']['repeats']> = {
  once: 'Once',
  monthly: 'Every month',
  quarterly: 'Every quarter',
  yearly: 'Every year',
};

/** What becomes of who isn't reviewed in time. */
export const UNREVIEWED_WORDS: Words<ReviewView['unreviewed']> = { keep: 'stay', end: 'end' };

export const DECISION_WORDS: Words<Decision> = {
  keep: 'Keep',
  end: 'End',
  shorten: 'End sooner',
};

export const OUTCOME_WORDS: Words<'kept' | 'ended' | 'shortened' | 'at_provider' | 'gone'> = {
  kept: 'Kept',
  ended: 'Ended',
  shortened: 'Ends sooner',
  at_provider: 'To end at the provider',
  gone: 'Gone before',
};

export const STATE_STATUS = {
  open: { status: 'pending', word: 'Open' },
  settling: { status: 'rotating', word: 'Being applied' },
  closed: { status: 'archived', word: 'Closed' },
} as const satisfies Record<ReviewView['state'], { status: string; word: string }>;

/** `Access of our groups · 3`, for the third of its campaign. */
export const titleOf = ({
  name,
  number,
  campaign,
}: Pick<ReviewView, 'name' | 'number' | 'campaign'>) =>
  campaign.repeats === 'once' ? name : `${name} · ${number}`;

export const membershipsIn = (count: number) => formatCount(count, 'membership');
