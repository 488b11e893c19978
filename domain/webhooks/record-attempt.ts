import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { webhookAttempts, webhookDeliveries } from '@/db/schema/webhooks';
import { newId } from '@/domain/base/ids';
import { delayAfter } from './retry-schedule';
import type { Sent } from './send-message';

/**
 * Keeps what came of a try, and when the next one is. A worker that was too slow and has been replaced
 * finds the number taken and changes nothing.
 */
export async function recordAttempt(
  db: Database,
  delivery: Pick<typeof webhookDeliveries.$inferSelect, 'id' | 'attempts' | 'round'>,
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
  });
}
