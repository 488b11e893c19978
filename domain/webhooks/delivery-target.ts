import { and, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { webhookDeliveries } from '@/db/schema/webhooks';
import { looksLikeId } from '@/domain/base/ids';
import { isRefusal, notFound, type Refusal } from '@/domain/base/refusal';
import { loadWebhookTarget, type WebhookTarget } from './webhook-target';

export interface DeliveryTarget extends WebhookTarget {
  readonly delivery: typeof webhookDeliveries.$inferSelect;
}

/** Loads a delivery with the endpoint it is for. */
export async function loadDeliveryTarget(
  db: Queryable,
  asked: { readonly webhook: string; readonly delivery: string },
  lock = false,
): Promise<DeliveryTarget | Refusal> {
  const webhook = await loadWebhookTarget(db, asked.webhook, lock);
  if (isRefusal(webhook)) return webhook;
  if (!looksLikeId('delivery', asked.delivery)) return notFound('delivery');
  const query = db
    .select()
    .from(webhookDeliveries)
    .where(
      and(eq(webhookDeliveries.webhookId, webhook.id), eq(webhookDeliveries.id, asked.delivery)),
    );
  const [delivery] = lock ? await query.for('update') : await query;
  return delivery ? { ...webhook, delivery } : notFound('delivery');
}
