import { getAnomalyPolicy } from '@/domain/anomalies/anomaly-policy';
import { configureAnomalies } from '@/domain/anomalies/configure-anomalies';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';
import { listAnomalies } from '@/domain/anomalies/list-anomalies';
import { raiseAnomaly } from '@/domain/anomalies/raise-anomaly';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { listNotices } from '@/domain/inbox/list-notices';
import { markNoticesRead } from '@/domain/inbox/mark-read';
import { getMail } from '@/domain/mail/get-mail';
import { testMail } from '@/domain/mail/test-mail';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { deleteWebhook } from '@/domain/webhooks/delete-webhook';
import { disableWebhook } from '@/domain/webhooks/disable-webhook';
import { getDelivery } from '@/domain/webhooks/get-delivery';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { listDeliveries } from '@/domain/webhooks/list-deliveries';
import { listWebhooks } from '@/domain/webhooks/list-webhooks';
import { replayDelivery } from '@/domain/webhooks/replay-delivery';
import { rotateWebhookSecret } from '@/domain/webhooks/rotate-secret';
import { testWebhook } from '@/domain/webhooks/test-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';

/** Anomalies, webhooks, mail and notices: whom Keyward tells of changes. */
export const TELLING_COMMANDS: readonly AnyCommand[] = [
  configureAnomalies,
  dismissAnomaly,
  raiseAnomaly,
  markNoticesRead,
  testMail,
  createWebhook,
  deleteWebhook,
  disableWebhook,
  replayDelivery,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
];

export const TELLING_QUERIES: readonly AnyQuery[] = [
  getAnomalyPolicy,
  listAnomalies,
  listNotices,
  getMail,
  getDelivery,
  getWebhook,
  listDeliveries,
  listWebhooks,
];
