import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, freeText, instant } from './columns';

/** Where changes are sent, and which: Standard Webhooks 1.0. */
export const webhooks = pgTable(
  'webhooks',
  {
    id: text().primaryKey(),
    name: freeText().notNull(),
    url: freeText().notNull(),
    state: text({ enum: ['active', 'disabled'] })
      .notNull()
      .default('active'),
    disabledReason: freeText('disabled_reason'),
    /** Actions, or patterns of them such as `tokens.*`; one must match. */
    topics: text().array().notNull(),
    /** Ids of groups that the change must concern; empty: whichever. */
    groupIds: text('group_ids').array().notNull().default(sql`'{}'`),
    /** null: done and denied. */
    outcome: text({ enum: ['done', 'denied'] }),
    /** Sealed under the server's secret, bound to this row. */
    secretSealed: text('secret_sealed').notNull(),
    secretSetAt: instant('secret_set_at').notNull().defaultNow(),
    /** Signs as well until `previous_until`, while receivers change over. */
    previousSealed: text('previous_sealed'),
    previousUntil: instant('previous_until'),
    createdAt: createdAt(),
    createdBy: text('created_by').notNull(),
    createdByName: freeText('created_by_name').notNull(),
  },
  (t) => [
    check('webhooks_state', sql`${t.state} in ('active', 'disabled')`),
    check('webhooks_outcome', sql`${t.outcome} in ('done', 'denied')`),
    check('webhooks_topics', sql`cardinality(${t.topics}) > 0`),
    check('webhooks_previous', sql`(${t.previousSealed} is null) = (${t.previousUntil} is null)`),
  ],
);

/** One message for one endpoint: planned with the event it tells of, then tried until it arrives. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    /** `webhook-id`: the event's id, the same at every try. */
    messageId: text('message_id').notNull(),
    topic: text().notNull(),
    /** Of the event; null for a test. */
    seq: bigint({ mode: 'number' }),
    /** Exactly what is signed and sent. */
    body: freeText().notNull(),
    state: text({ enum: ['waiting', 'delivered', 'failed'] })
      .notNull()
      .default('waiting'),
    /** All tries, and those since it was last planned or replayed. */
    attempts: integer().notNull().default(0),
    round: integer().notNull().default(0),
    nextAttemptAt: instant('next_attempt_at'),
    createdAt: createdAt(),
    settledAt: instant('settled_at'),
  },
  (t) => [
    unique('webhook_deliveries_message').on(t.webhookId, t.messageId),
    index('webhook_deliveries_webhook').on(t.webhookId, t.createdAt, t.id),
    index('webhook_deliveries_due')
      .on(t.webhookId, t.nextAttemptAt)
      .where(sql`${t.state} = 'waiting'`),
    index('webhook_deliveries_created').on(t.createdAt),
    check('webhook_deliveries_state', sql`${t.state} in ('waiting', 'delivered', 'failed')`),
    check(
      'webhook_deliveries_waits',
      sql`(${t.state} = 'waiting') = (${t.nextAttemptAt} is not null) and (${t.state} = 'waiting') = (${t.settledAt} is null)`,
    ),
  ],
);

/** One try of a delivery: what came back, or why nothing did. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    id: text().primaryKey(),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => webhookDeliveries.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    at: instant('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    status: integer(),
    /** Why it counts as failed; null where it arrived. */
    error: freeText(),
    /** The beginning of the answer. */
    response: freeText(),
  },
  (t) => [unique('webhook_attempts_number').on(t.deliveryId, t.number)],
);
