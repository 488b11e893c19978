import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { webhookAttempts } from '@/db/schema/webhooks';
import { defineQuery } from '@/domain/commands/define';
import { loadDeliveryTarget } from './delivery-target';
import { attemptShape, deliveryViewSchema, toAttempt, toDeliveryView } from './delivery-view';

/** A delivery with what is sent, and each try with what came back. */
export const getDelivery = defineQuery({
  operation: 'webhooks.getDelivery',
  summary: 'Get a delivery with its body and attempts',
  http: { method: 'GET', path: '/webhooks/{webhook}/deliveries/{delivery}' },
  input: z.object({ webhook: z.string().max(100), delivery: z.string().max(100) }),
  output: deliveryViewSchema.extend({
    /** The JSON that is signed and sent, to the byte. */
    body: z.string(),
    log: z.array(
      z.object({
        number: z.number(),
        ...attemptShape,
        /** The beginning of the answer. */
        response: z.string().nullable(),
      }),
    ),
  }),
  target: ({ db, input }) => loadDeliveryTarget(db, input),
  async run({ db, target: { delivery } }) {
    const attempts = await db
      .select()
      .from(webhookAttempts)
      .where(eq(webhookAttempts.deliveryId, delivery.id))
      .orderBy(asc(webhookAttempts.number));
    return {
      ...toDeliveryView(delivery),
      body: delivery.body,
      log: attempts.map((attempt) => {
        const { number, response } = attempt;
        return { number, ...toAttempt(attempt), response };
      }),
    };
  },
});
