import { z } from 'zod';
import { webhookDeliveries } from '@/db/schema/webhooks';
import { newId } from '@/domain/base/ids';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { enqueueDeliveries } from './deliver-webhook';
import { deliveryViewSchema, toDeliveryView } from './delivery-view';
import { TEST_TOPIC, testMessage } from './message';
import { loadWebhookTarget, type WebhookRow } from './webhook-target';

/** What nothing is sent to. */
export const refuseDisabled = (
  _actor: unknown,
  { name, state }: Pick<WebhookRow, 'name' | 'state'>,
): Refusal | null =>
  state === 'active'
    ? null
    : refuse('conflict', 'webhook_disabled', `${name} is disabled: enable it first.`);

/** Sends a message that tells of nothing, like every other one: signed, logged and tried again. */
export const testWebhook = defineCommand({
  operation: 'webhooks.test',
  summary: 'Send a test message to a webhook',
  http: { method: 'POST', path: '/webhooks/{webhook}/test', status: 202 },
  input: z.object({ webhook: z.string().max(100) }),
  output: deliveryViewSchema,
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook, true),
  refusal: refuseDisabled,
  view: ({ target: { row } }) => row,
  async run({ tx, target: { row } }) {
    const id = newId('delivery');
    const now = new Date(await readClockMs(tx));
    const [delivery] = await tx
      .insert(webhookDeliveries)
      .values({
        id,
        webhookId: row.id,
        messageId: id,
        topic: TEST_TOPIC,
        body: testMessage(row, now),
        nextAttemptAt: now,
      })
      .returning();
    if (!delivery) throw new Error('a delivery was not kept');
    return {
      value: toDeliveryView(delivery),
      audit: { after: { delivery: id }, affects: [] },
    };
  },
  after: ({ tx, target }) => enqueueDeliveries(tx, target.id),
});
