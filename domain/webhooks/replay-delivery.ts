import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhookDeliveries } from '@/db/schema/webhooks';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { enqueueDeliveries } from './deliver-webhook';
import { loadDeliveryTarget } from './delivery-target';
import { deliveryViewSchema, toDeliveryView } from './delivery-view';
import { refuseDisabled } from './test-webhook';

/** Sends a message again, as it was and under its id: receivers that had it know it by that. */
export const replayDelivery = defineCommand({
  operation: 'webhooks.replay',
  summary: 'Send a message of a webhook again',
  http: {
    method: 'POST',
    path: '/webhooks/{webhook}/deliveries/{delivery}/replay',
    status: 202,
  },
  input: z.object({ webhook: z.string().max(100), delivery: z.string().max(100) }),
  output: deliveryViewSchema,
  target: ({ db, input }) => loadDeliveryTarget(db, input, true),
  refusal: refuseDisabled,
  view: ({ target: { row } }) => row,
  async run({ tx, target: { delivery } }) {
    if (delivery.state === 'waiting') {
      return refuse('conflict', 'delivery_waiting', 'This message is still waiting to be sent.');
    }
    const [replayed] = await tx
      .update(webhookDeliveries)
      .set({ state: 'waiting', round: 0, settledAt: null, nextAttemptAt: sql`now()` })
      .where(eq(webhookDeliveries.id, delivery.id))
      .returning();
    if (!replayed) throw new Error(`delivery ${delivery.id} vanished while it was held`);
    return {
      value: toDeliveryView(replayed),
      audit: {
        before: { delivery: delivery.id, state: delivery.state, attempts: delivery.attempts },
        after: { delivery: delivery.id, message: delivery.messageId },
        affects: [],
      },
    };
  },
  after: ({ tx, target }) => enqueueDeliveries(tx, target.id),
});
