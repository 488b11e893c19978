import { eq, inArray } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { newId } from '@/domain/base/ids';
import type { FeedConsumer } from '@/domain/feed/consumer';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { enqueueDeliveries } from './deliver-webhook';
import { messageOf } from './message';
import { matchesTopics } from './topics';
import type { WebhookRow } from './webhook-target';

/**
 * Plans a delivery of each event for each endpoint that wants it, in the transaction that moves its place
 * in the log: none is skipped and none is planned twice, whenever a worker dies.
 */
export const planDeliveries: FeedConsumer = {
  name: 'webhooks',
  startAt: 'next-event',
  async apply(tx, events) {
    // Held, so that none is deleted before its deliveries are in.
    const endpoints = await tx
      .select()
      .from(webhooks)
      .where(eq(webhooks.state, 'active'))
      .orderBy(webhooks.id)
      .for('key share');
    if (endpoints.length === 0) return;
    const needsGroups = endpoints.some(({ groupIds }) => groupIds.length > 0);
    const groupOf = needsGroups ? await groupsOfTokens(tx, events) : new Map<string, string>();
    for (const endpoint of endpoints) {
      const wanted = events.filter((event) => wants(endpoint, event, groupOf));
      if (wanted.length === 0) continue;
      await tx
        .insert(webhookDeliveries)
        .values(wanted.map((event) => deliveryOf(endpoint, event)))
        .onConflictDoNothing();
      await enqueueDeliveries(tx, endpoint.id);
    }
  },
};

function wants(
  { topics, groupIds, outcome }: WebhookRow,
  event: StoredEvent,
  groupOf: ReadonlyMap<string, string>,
): boolean {
  if (outcome !== null && outcome !== event.outcome) return false;
  if (!matchesTopics(topics, event.action)) return false;
  if (groupIds.length === 0) return true;
  const concerned = subjectsOf(event).map((id) => groupOf.get(id) ?? id);
  return groupIds.some((id) => id === event.groupId || concerned.includes(id));
}

const deliveryOf = (endpoint: WebhookRow, event: StoredEvent) => ({
  id: newId('delivery'),
  webhookId: endpoint.id,
  messageId: event.id,
  topic: event.action,
  seq: event.seq,
  body: messageOf(event),
  nextAttemptAt: new Date(event.at),
});

const subjectsOf = ({ targetId, affects }: StoredEvent): string[] => [
  ...(targetId === null ? [] : [targetId]),
  ...affects,
];

/** The group of each token that these events are about. */
async function groupsOfTokens(
  tx: Transaction,
  events: readonly StoredEvent[],
): Promise<Map<string, string>> {
  const ids = [...new Set(events.flatMap(subjectsOf))].filter((id) => id.startsWith('tok_'));
  const found = await tx
    .select({ id: tokens.id, groupId: tokens.groupId })
    .from(tokens)
    .where(inArray(tokens.id, [...ids, '']));
  return new Map(found.map(({ id, groupId }) => [id, groupId]));
}
