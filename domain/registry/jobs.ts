import { watchDecisions } from '@/domain/anomalies/watch-decisions';
import { thawApis } from '@/domain/apis/thaw-api';
import { askDestination } from '@/domain/destinations/test-destination';
import { endMemberships } from '@/domain/groups/end-memberships';
import { thawGroups } from '@/domain/groups/thaw-group';
import type { AnyJob } from '@/domain/jobs/define';
import { actOnLeaks } from '@/domain/leaks/act-on-leaks';
import { mailNotices } from '@/domain/mail/mail-notices';
import { sendTestMail } from '@/domain/mail/test-mail';
import { expireRequests } from '@/domain/requests/expire-requests';
import { dropDays } from '@/domain/retention/keep-retention';
import { settleReviews } from '@/domain/reviews/close-review';
import { openReviews } from '@/domain/reviews/open-review';
import { remindOfReviews } from '@/domain/reviews/remind-reviewers';
import { advanceRotation } from '@/domain/rotations/advance-rotation';
import { planRotations } from '@/domain/rotations/plan-rotation';
import { signDecisions } from '@/domain/seals/sign-heads';
import { retireReplaced } from '@/domain/tokens/retire-token';
import { suspendIdleTokens } from '@/domain/tokens/suspend-idle';
import { warnExpiringTokens } from '@/domain/tokens/warn-expiry';
import { warnUsesOfRotated } from '@/domain/tokens/warn-still-used';
import { ensureDecisionDays } from '@/domain/upkeep/ensure-days';
import { forgetExpired } from '@/domain/upkeep/forget-expired';
import { indexClosedDays } from '@/domain/upkeep/index-closed-days';
import { deliverWebhook } from '@/domain/webhooks/deliver-webhook';
import { keepWebhooks } from '@/domain/webhooks/upkeep';

/** Everything that is done in the background. */
export const JOBS: readonly AnyJob[] = [
  endMemberships,
  thawGroups,
  thawApis,
  expireRequests,
  ensureDecisionDays,
  indexClosedDays,
  signDecisions,
  forgetExpired,
  retireReplaced,
  deliverWebhook,
  keepWebhooks,
  askDestination,
  planRotations,
  advanceRotation,
  mailNotices,
  sendTestMail,
  suspendIdleTokens,
  warnExpiringTokens,
  warnUsesOfRotated,
  actOnLeaks,
  watchDecisions,
  openReviews,
  remindOfReviews,
  settleReviews,
  dropDays,
];
