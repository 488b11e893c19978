import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadWebhookTarget } from './webhook-target';
import { readWebhookView, webhookViewSchema } from './webhook-view';

export const getWebhook = defineQuery({
  operation: 'webhooks.get',
  summary: 'Get a webhook',
  http: { method: 'GET', path: '/webhooks/{webhook}' },
  input: z.object({ webhook: z.string().max(100) }),
  output: webhookViewSchema,
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook),
  run: ({ db, target }) => readWebhookView(db, target.id),
});
