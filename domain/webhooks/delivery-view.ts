import { z } from 'zod';
import type { webhookAttempts, webhookDeliveries } from '@/db/schema/webhooks';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

/** What came of one try, without the answer. */
export const attemptShape = {
  at: instantText(),
  durationMs: z.number(),
  status: z.number().nullable(),
  /** Why it counts as failed; null where it arrived. */
  error: z.string().nullable(),
};

export const deliveryViewSchema = z.object({
  id: z.string(),
  webhook: z.string(),
  /** `webhook-id`: that of the event; a receiver sees each at least once, and tells repeats by it. */
  messageId: z.string(),
  topic: z.string(),
  /** Of the event; null for a test. */
  seq: z.number().nullable(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number(),
  nextAttemptAt: instantText().nullable(),
  createdAt: instantText(),
  settledAt: instantText().nullable(),
});
export type DeliveryView = z.output<typeof deliveryViewSchema>;

export const toDeliveryView = (row: typeof webhookDeliveries.$inferSelect): DeliveryView => ({
  id: row.id,
  webhook: row.webhookId,
  messageId: row.messageId,
  topic: row.topic,
  seq: row.seq,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: toInstantTextOrNull(row.nextAttemptAt),
  createdAt: toInstantText(row.createdAt),
  settledAt: toInstantTextOrNull(row.settledAt),
});

export function toAttempt(row: typeof webhookAttempts.$inferSelect) {
  const { at, durationMs, status, error } = row;
  return { at: toInstantText(at), durationMs, status, error };
}
