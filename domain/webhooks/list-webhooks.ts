import { desc, lt } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { selectWebhooks, toWebhookViews, webhookViewSchema } from './webhook-view';

export const listWebhooks = defineQuery({
  operation: 'webhooks.list',
  summary: 'List webhooks',
  http: { method: 'GET', path: '/webhooks' },
  input: z.object(pageInput),
  output: pageOf(webhookViewSchema),
  target: () => everything('webhook'),
  async run({ db, input }) {
    const rows = await selectWebhooks(db)
      .where(input.cursor ? lt(webhooks.id, input.cursor) : undefined)
      .orderBy(desc(webhooks.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ webhook }) => webhook.id);
    return { ...page, items: await toWebhookViews(db, page.items) };
  },
});
