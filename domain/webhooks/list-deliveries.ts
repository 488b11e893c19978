import { and, desc, eq, lt } from 'drizzle-orm';
import { z } from 'zod';
import { webhookAttempts, webhookDeliveries } from '@/db/schema/webhooks';
import { pageInput, pageOf, soughtText } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import {
  attemptShape,
  DELIVERY_STATES,
  deliveryViewSchema,
  toAttempt,
  toDeliveryView,
} from './delivery-view';
import { loadWebhookTarget } from './webhook-target';

const listedDelivery = deliveryViewSchema.extend({
  /** Its latest try; null where there was none. */
  last: z.object(attemptShape).nullable(),
});
export type ListedDelivery = z.output<typeof listedDelivery>;

/** What was sent to an endpoint, and what waits, newest first. */
export const listDeliveries = defineQuery({
  operation: 'webhooks.listDeliveries',
  summary: 'List deliveries of a webhook',
  http: { method: 'GET', path: '/webhooks/{webhook}/deliveries' },
  input: z.object({
    webhook: z.string().max(100),
    ...pageInput,
    state: z.enum(DELIVERY_STATES).optional(),
    topic: soughtText(80).optional(),
  }),
  output: pageOf(listedDelivery),
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook),
  async run({ db, input, target }) {
    const { state, topic, cursor, limit } = input;
    const rows = await db
      .select({ delivery: webhookDeliveries, last: webhookAttempts })
      .from(webhookDeliveries)
      .leftJoin(
        webhookAttempts,
        and(
          eq(webhookAttempts.deliveryId, webhookDeliveries.id),
          eq(webhookAttempts.number, webhookDeliveries.attempts),
        ),
      )
      .where(
        and(
          eq(webhookDeliveries.webhookId, target.id),
          state ? eq(webhookDeliveries.state, state) : undefined,
          topic ? eq(webhookDeliveries.topic, topic) : undefined,
          cursor ? lt(webhookDeliveries.id, cursor) : undefined,
        ),
      )
      .orderBy(desc(webhookDeliveries.id))
      .limit(limit + 1);
    const page = toPage(rows, limit, ({ delivery }) => delivery.id);
    return {
      ...page,
      items: page.items.map(({ delivery, last }) => ({
        ...toDeliveryView(delivery),
        last: last && toAttempt(last),
      })),
    };
  },
});
