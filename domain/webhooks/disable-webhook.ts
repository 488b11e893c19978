import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import { giveUpWaiting } from './give-up-waiting';
import { loadWebhookTarget } from './webhook-target';

/** Stops an endpoint that says it is gone for good, and tells the administrators. */
export const disableWebhook = defineCommand({
  operation: 'webhooks.disable',
  summary: 'Disable a webhook whose receiver is gone',
  input: z.object({ webhook: z.string().max(100), reason: z.string().max(500) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook, true),
  async run({ tx, input, target: { row } }) {
    if (row.state === 'disabled') {
      return refuse('conflict', 'webhook_disabled', `${row.name} is disabled already.`);
    }
    await tx
      .update(webhooks)
      .set({ state: 'disabled', disabledReason: input.reason })
      .where(eq(webhooks.id, row.id));
    const gaveUp = await giveUpWaiting(tx, row.id);
    return {
      value: { id: row.id },
      audit: {
        before: { state: 'active' },
        after: { state: 'disabled', gaveUp },
        reason: input.reason,
        affects: [],
      },
    };
  },
  async after({ tx, input, target: { row }, seq }) {
    for (const to of await administrators(tx)) {
      await raiseNotice(tx, {
        kind: 'webhook.disabled',
        about: { type: 'webhook', id: row.id, name: row.name },
        to,
        onceKey: `webhook.disabled ${row.id} ${seq}`,
        facts: { reason: input.reason },
      });
    }
  },
});
