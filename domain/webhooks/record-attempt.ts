import { and, eq, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';
import { webhookAttempts, webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { newId } from '@/domain/base/ids';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import { delayAfter } from './retry-schedule';
import type { Sent } from './send-message';

type Tried = Pick<
  typeof webhookDeliveries.$inferSelect,
  'id' | 'attempts' | 'round' | 'webhookId' | 'topic'
>;

/**
 * Keeps what came of a try, and when the next one is. A worker that was too slow and has been replaced
 * finds the number taken and changes nothing.
 */
export async function recordAttempt(
  db: Database,
  delivery: Tried,
  at: Date,
  { status, error, response, durationMs }: Sent,
): Promise<void> {
  const number = delivery.attempts + 1;
  const delay = error === null ? null : delayAfter(delivery.round + 1);
  const counted = { attempts: number, round: delivery.round + 1 };
  await db.transaction(async (tx) => {
    const { rowCount } = await tx
      .update(webhookDeliveries)
      .set(
        delay === null
          ? {
              ...counted,
              state: error === null ? 'delivered' : 'failed',
              nextAttemptAt: null,
              settledAt: sql`clock_timestamp()`,
            }
          : {
              ...counted,
              nextAttemptAt: sql`clock_timestamp() + make_interval(secs => ${delay})`,
            },
      )
      .where(
        and(
          eq(webhookDeliveries.id, delivery.id),
          eq(webhookDeliveries.state, 'waiting'),
          eq(webhookDeliveries.attempts, delivery.attempts),
        ),
      );
    if (rowCount !== 1) return;
    const attempt = { number, at, durationMs, status, error, response };
    await tx
      .insert(webhookAttempts)
      .values({ id: newId('attempt'), deliveryId: delivery.id, ...attempt });
    if (error !== null && delay === null) await tellGivenUp(tx, delivery, number, error);
  });
}

/** Once a day for each endpoint: one that is away for long gives up message after message. */
async function tellGivenUp(
  tx: Transaction,
  { webhookId, topic }: Tried,
  attempts: number,
  error: string,
): Promise<void> {
  const [webhook] = await tx
    .select({ name: webhooks.name, day: sql<string>`(now() at time zone 'UTC')::date::text` })
    .from(webhooks)
    .where(eq(webhooks.id, webhookId));
  if (!webhook) return;
  for (const to of await administrators(tx)) {
    await raiseNotice(tx, {
      ...{ kind: 'webhook.gave_up', to, facts: { topic, attempts, error } },
      about: { type: 'webhook', id: webhookId, name: webhook.name },
      onceKey: `webhook.gave_up ${webhookId} ${webhook.day}`,
    });
  }
}
