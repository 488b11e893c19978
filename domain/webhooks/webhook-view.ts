import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { webhookAttempts, webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { attemptShape, DELIVERY_STATES } from './delivery-view';
import type { WebhookRow } from './webhook-target';

export const webhookViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  state: z.enum(['active', 'disabled']),
  disabledReason: z.string().nullable(),
  topics: z.array(z.string()),
  /** `slug` is null where the group is gone. */
  groups: z.array(z.object({ id: z.string(), slug: z.string().nullable() })),
  outcome: z.enum(['done', 'denied']).nullable(),
  secretSetAt: instantText(),
  /** Until then the secret before signs as well; null where there is none. */
  previousSecretUntil: instantText().nullable(),
  createdAt: instantText(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  deliveries: z.object({
    waiting: z.number(),
    /** Of the last 24 hours. */
    delivered: z.number(),
    failed: z.number(),
    lastDeliveredAt: instantText().nullable(),
    /** When the first of those that wait is due. */
    nextAttemptAt: instantText().nullable(),
    /** What came of the newest message that was tried. */
    last: z
      .object({
        id: z.string(),
        topic: z.string(),
        state: z.enum(DELIVERY_STATES),
        ...attemptShape,
      })
      .nullable(),
  }),
});
export type WebhookView = z.output<typeof webhookViewSchema>;
type LastTry = NonNullable<WebhookView['deliveries']['last']>;

/** Named in full: a select of one table leaves its name out, and within these queries `id` is another. */
const ownId = sql`${webhooks}.${sql.identifier('id')}`;

const countOf = (state: string) =>
  sql<number>`(select count(*)::int from ${webhookDeliveries} d where d.webhook_id = ${ownId}
    and d.state = ${state} and (d.settled_at is null or d.settled_at > now() - interval '1 day'))`;

const lastDeliveredAt = sql<string | null>`(select to_json(max(d.settled_at) at time zone 'UTC')
  #>> '{}' from ${webhookDeliveries} d where d.webhook_id = ${ownId} and d.state = 'delivered')`;

const nextAttemptAt = sql<string | null>`(select to_json(min(d.next_attempt_at) at time zone 'UTC')
  #>> '{}' from ${webhookDeliveries} d where d.webhook_id = ${ownId} and d.state = 'waiting')`;

const last = sql<LastTry | null>`(select json_build_object('id', d.id, 'topic', d.topic, 'state', d.state,
    'at', a.at at time zone 'UTC', 'durationMs', a.duration_ms, 'status', a.status, 'error', a.error)
  from ${webhookDeliveries} d
    join ${webhookAttempts} a on a.delivery_id = d.id and a.number = d.attempts
  where d.webhook_id = ${ownId}
  order by d.created_at desc, d.id desc limit 1)`;

export const selectWebhooks = (db: Queryable) =>
  db
    .select({
      webhook: webhooks,
      hasPrevious: sql<boolean>`coalesce(${webhooks.previousUntil} > now(), false)`,
      waiting: countOf('waiting'),
      delivered: countOf('delivered'),
      failed: countOf('failed'),
      lastDeliveredAt,
      nextAttemptAt,
      last,
    })
    .from(webhooks)
    .$dynamic();

type Row = {
  webhook: WebhookRow;
  hasPrevious: boolean;
  waiting: number;
  delivered: number;
  failed: number;
  lastDeliveredAt: string | null;
  nextAttemptAt: string | null;
  last: LastTry | null;
};

const utc = (text: string | null) => text && toInstantText(new Date(`${text}Z`));

export async function toWebhookViews(db: Queryable, rows: readonly Row[]): Promise<WebhookView[]> {
  const ids = rows.flatMap(({ webhook }) => webhook.groupIds);
  const found = await db
    .select({ id: groups.id, slug: groups.slug })
    .from(groups)
    .where(inArray(groups.id, [...ids, '']));
  const slugs = new Map(found.map(({ id, slug }) => [id, slug]));
  return rows.map(({ webhook, hasPrevious, lastDeliveredAt, nextAttemptAt, last, ...counts }) => ({
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    state: webhook.state,
    disabledReason: webhook.disabledReason,
    topics: webhook.topics,
    groups: webhook.groupIds.map((id) => ({ id, slug: slugs.get(id) ?? null })),
    outcome: webhook.outcome,
    secretSetAt: toInstantText(webhook.secretSetAt),
    previousSecretUntil: hasPrevious ? toInstantTextOrNull(webhook.previousUntil) : null,
    createdAt: toInstantText(webhook.createdAt),
    createdBy: { id: webhook.createdBy, name: webhook.createdByName },
    deliveries: {
      ...counts,
      lastDeliveredAt: utc(lastDeliveredAt),
      nextAttemptAt: utc(nextAttemptAt),
      last: last && { ...last, at: toInstantText(new Date(`${last.at}Z`)) },
    },
  }));
}

export async function readWebhookView(db: Queryable, id: string): Promise<WebhookView> {
  const [view] = await toWebhookViews(db, await selectWebhooks(db).where(eq(webhooks.id, id)));
  if (!view) throw new Error(`webhook ${id} vanished while it was held`);
  return view;
}
