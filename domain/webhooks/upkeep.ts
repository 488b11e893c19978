import { and, eq, isNotNull, lt, lte, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { defineJob } from '@/domain/jobs/define';
import { enqueueDeliveries } from './deliver-webhook';

/**
 * Drops old deliveries and secrets that sign no more, and has sent what is overdue: a backstop for a job
 * that was lost with a queue.
 */
export const keepWebhooks = defineJob({
  name: 'webhook-upkeep',
  summary: 'Forgets old webhook deliveries and secrets, and looks for what was not sent',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [],
  async run({ db }) {
    const dropped = await db
      .delete(webhookDeliveries)
      .where(
        and(
          ne(webhookDeliveries.state, 'waiting'),
          lt(webhookDeliveries.createdAt, sql`now() - interval '30 days'`),
        ),
      );
    const forgotten = await db
      .update(webhooks)
      .set({ previousSealed: null, previousUntil: null })
      .where(and(isNotNull(webhooks.previousUntil), lte(webhooks.previousUntil, sql`now()`)));
    const overdue = await db
      .selectDistinct({ id: webhooks.id })
      .from(webhooks)
      .innerJoin(webhookDeliveries, eq(webhookDeliveries.webhookId, webhooks.id))
      .where(
        and(
          eq(webhooks.state, 'active'),
          eq(webhookDeliveries.state, 'waiting'),
          lt(webhookDeliveries.nextAttemptAt, sql`now() - interval '1 minute'`),
        ),
      );
    for (const { id } of overdue) await db.transaction((tx) => enqueueDeliveries(tx, id));
    return (dropped.rowCount ?? 0) + (forgotten.rowCount ?? 0);
  },
});
