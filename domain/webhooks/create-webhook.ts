import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { notGranted } from '@/domain/authority/not-granted';
import { newId } from '@/domain/base/ids';
import { toInstantText } from '@/domain/base/instant';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { findGroups } from '@/domain/targets/find-groups';
import { refuseAddress } from './refuse-address';
import { sealWebhookSecret, webhookSecret } from './secret';
import { originOf, webhookFields } from './webhook-input';
import { readWebhookView, webhookViewSchema } from './webhook-view';

/** Makes an endpoint that changes are sent to; the answer is the only place its secret appears. */
export const createWebhook = defineCommand({
  operation: 'webhooks.create',
  summary: 'Create a webhook',
  http: { method: 'POST', path: '/webhooks', status: 201 },
  input: z.object({
    ...webhookFields,
    groups: webhookFields.groups.default([]),
    outcome: webhookFields.outcome.default(null),
    topics: webhookFields.topics.default(['*']),
    name: webhookFields.name.optional(),
    state: z.enum(['active', 'disabled']).default('active'),
  }),
  output: z.object({ webhook: webhookViewSchema, secret: z.string() }),
  target: () => everything('webhook'),
  async admit({ tx, actor, made }) {
    // It passes every change on: nobody sends an address of theirs what they may not read themselves.
    if (!actor.grants.has('audit.list')) return notGranted('audit.list');
    if (made === null) return null;
    const [now] = await tx.select().from(webhooks).where(eq(webhooks.id, made.webhook.id));
    return now && toInstantText(now.secretSetAt) === made.webhook.secretSetAt
      ? null
      : refuse(
          'conflict',
          'secret_replaced',
          'The secret that this request made was replaced or deleted since.',
        );
  },
  prepare: ({ input, webhookPrivateHosts }) => refuseAddress(input.url, webhookPrivateHosts),
  async run({ tx, actor, input, secretBytes, serverSecret }) {
    const groupIds = await findGroups(tx, input.groups);
    if (isRefusal(groupIds)) return groupIds;
    const id = newId('webhook');
    const { url, topics, outcome, state, name = new URL(url).host } = input;
    await tx.insert(webhooks).values({
      ...{ id, name, url, topics, groupIds, outcome, state },
      disabledReason: state === 'disabled' ? `Disabled by ${actor.name}.` : null,
      secretSealed: sealWebhookSecret(serverSecret, id, secretBytes),
      createdBy: actor.id,
      createdByName: actor.name,
    });
    return {
      value: { webhook: await readWebhookView(tx, id) },
      audit: {
        target: { type: 'webhook', id, name },
        after: { origin: originOf(url), topics, groups: groupIds, outcome, state },
        affects: [],
      },
    };
  },
  reveal: (_value, secretBytes) => ({ secret: webhookSecret(secretBytes) }),
});
