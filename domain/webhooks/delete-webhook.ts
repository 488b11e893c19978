import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { defineCommand } from '@/domain/commands/define';
import { originOf } from './webhook-input';
import { loadWebhookTarget } from './webhook-target';

/** Removes an endpoint with its deliveries: nothing is sent to it any more. */
export const deleteWebhook = defineCommand({
  operation: 'webhooks.delete',
  summary: 'Delete a webhook and its deliveries',
  http: { method: 'DELETE', path: '/webhooks/{webhook}' },
  input: z.object({ webhook: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook, true),
  async run({ tx, target: { row } }) {
    await tx.delete(webhooks).where(eq(webhooks.id, row.id));
    return {
      value: { id: row.id },
      audit: { before: { name: row.name, origin: originOf(row.url) }, affects: [] },
    };
  },
});
