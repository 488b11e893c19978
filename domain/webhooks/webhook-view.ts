import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
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
  }),
});
export type WebhookView = z.output<typeof webhookViewSchema>;

const countOf = (state: string) =>
  sql<number>`(select count(*)::int from ${webhookDeliveries} d where d.webhook_id = ${webhooks.id}
    and d.state = ${state} and (d.settled_at is null or d.settled_at > now() - interval '1 day'))`;

const lastDeliveredAt = sql<string | null>`(select to_json(max(d.settled_at) at time zone 'UTC')
  #>> '{}' from ${webhookDeliveries} d where d.webhook_id = ${webhooks.id} and d.state = 'delivered')`;

export const selectWebhooks = (db: Queryable) =>
  db
    .select({
      webhook: webhooks,
      hasPrevious: sql<boolean>`coalesce(${webhooks.previousUntil} > now(), false)`,
      waiting: countOf('waiting'),
      delivered: countOf('delivered'),
      failed: countOf('failed'),
      lastDeliveredAt,
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
};

export async function toWebhookViews(db: Queryable, rows: readonly Row[]): Promise<WebhookView[]> {
  const ids = rows.flatMap(({ webhook }) => webhook.groupIds);
  const found = await db
    .select({ id: groups.id, slug: groups.slug })
    .from(groups)
    .where(inArray(groups.id, [...ids, '']));
  const slugs = new Map(found.map(({ id, slug }) => [id, slug]));
  return rows.map(({ webhook, hasPrevious, lastDeliveredAt: last, ...counts }) => ({
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
    deliveries: { ...counts, lastDeliveredAt: last && toInstantText(new Date(`${last}Z`)) },
  }));
}

export async function readWebhookView(db: Queryable, id: string): Promise<WebhookView> {
  const [view] = await toWebhookViews(db, await selectWebhooks(db).where(eq(webhooks.id, id)));
  if (!view) throw new Error(`webhook ${id} vanished while it was held`);
  return view;
}
