import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { webhookDeliveries } from '@/db/schema/webhooks';

/** What waited for an endpoint that is disabled counts as failed, and can be replayed. */
export async function giveUpWaiting(tx: Transaction, webhookId: string): Promise<number> {
  const waiting = and(
    eq(webhookDeliveries.webhookId, webhookId),
    eq(webhookDeliveries.state, 'waiting'),
  );
  const { rowCount } = await tx
    .update(webhookDeliveries)
    .set({ state: 'failed', nextAttemptAt: null, settledAt: sql`clock_timestamp()` })
    .where(waiting);
  return rowCount ?? 0;
}
