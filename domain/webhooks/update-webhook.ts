import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findGroups } from '@/domain/targets/find-groups';
import { giveUpWaiting } from './give-up-waiting';
import { refuseAddress } from './refuse-address';
import { originOf, webhookFields } from './webhook-input';
import { loadWebhookTarget, type WebhookRow } from './webhook-target';
import { readWebhookView, webhookViewSchema } from './webhook-view';

/** Changes where an endpoint is, what it is told, and whether it is told anything. */
export const updateWebhook = defineCommand({
  operation: 'webhooks.update',
  summary: 'Change a webhook, disable or enable it',
  http: { method: 'PATCH', path: '/webhooks/{webhook}' },
  input: z.object({
    webhook: z.string().max(100),
    ...z.object(webhookFields).partial().shape,
    state: z.enum(['active', 'disabled']).optional(),
  }),
  output: webhookViewSchema,
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook, true),
  prepare: async ({ input: { url }, webhookPrivateHosts }) =>
    url === undefined ? undefined : refuseAddress(url, webhookPrivateHosts),
  async run({ tx, actor, input, target: { row } }) {
    const groupIds = input.groups && (await findGroups(tx, input.groups));
    if (isRefusal(groupIds)) return groupIds;
    const { name, url, topics, outcome, state } = input;
    const given = { name, url, topics, groupIds, outcome, state };
    const set = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<WebhookRow>;
    if (state === 'active') set.disabledReason = null;
    if (state === 'disabled' && row.state === 'active') {
      set.disabledReason = `Disabled by ${actor.name}.`;
      await giveUpWaiting(tx, row.id);
    }
    const [now] = await tx
      .update(webhooks)
      .set({ id: sql`${webhooks.id}`, ...set })
      .where(eq(webhooks.id, row.id))
      .returning();
    if (!now) throw new Error(`webhook ${row.id} vanished while it was held`);
    return {
      value: await readWebhookView(tx, row.id),
      audit: {
        target: { type: 'webhook', id: row.id, name: now.name },
        before: told(row),
        after: told(now),
        affects: [],
      },
    };
  },
});

const told = ({ name, url, topics, groupIds, outcome, state }: WebhookRow) => ({
  ...{ name, origin: originOf(url), topics, groups: groupIds, outcome, state },
});
