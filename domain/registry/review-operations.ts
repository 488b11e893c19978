import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { applyReview } from '@/domain/reviews/apply-review';
import { closeReview } from '@/domain/reviews/close-review';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { decideEntries } from '@/domain/reviews/decide-entries';
import { endCampaign } from '@/domain/reviews/end-campaign';
import { exportReview } from '@/domain/reviews/export-review';
import { getCampaign, listCampaigns } from '@/domain/reviews/list-campaigns';
import { listEntries } from '@/domain/reviews/list-entries';
import { listReviewGroups } from '@/domain/reviews/list-review-groups';
import { countReviews, getReview, listReviews } from '@/domain/reviews/list-reviews';
import { openReview } from '@/domain/reviews/open-review';
import { remindReviewers } from '@/domain/reviews/remind-reviewers';
import { settleEntries } from '@/domain/reviews/settle-entries';
import { updateCampaign } from '@/domain/reviews/update-campaign';

/** Access reviews: whether everybody still belongs where they are. */
export const REVIEW_COMMANDS: readonly AnyCommand[] = [
  createCampaign,
  updateCampaign,
  endCampaign,
  openReview,
  remindReviewers,
  decideEntries,
  applyReview,
  settleEntries,
  closeReview,
];

export const REVIEW_QUERIES: readonly AnyQuery[] = [
  listCampaigns,
  getCampaign,
  listReviews,
  countReviews,
  getReview,
  listEntries,
  listReviewGroups,
  exportReview,
];
