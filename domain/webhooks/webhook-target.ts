import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { webhooks } from '@/db/schema/webhooks';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type WebhookRow = typeof webhooks.$inferSelect;

export interface WebhookTarget extends Target {
  readonly type: 'webhook';
  readonly id: string;
  readonly row: WebhookRow;
}

/** Loads an endpoint; `lock` holds its row until the command commits. */
export async function loadWebhookTarget(
  db: Queryable,
  id: string,
  lock = false,
): Promise<WebhookTarget | Refusal> {
  if (!looksLikeId('webhook', id)) return notFound('webhook');
  const query = db.select().from(webhooks).where(eq(webhooks.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('webhook');
  return { type: 'webhook', id: row.id, name: row.name, row };
}
