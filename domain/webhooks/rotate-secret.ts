import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhooks } from '@/db/schema/webhooks';
import { toInstantText } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { sealWebhookSecret, webhookSecret } from './secret';
import { loadWebhookTarget } from './webhook-target';
import { readWebhookView, webhookViewSchema } from './webhook-view';

const DAY_SECONDS = 86_400;

/** Gives an endpoint a new secret; for a while messages are signed with the old one as well. */
export const rotateWebhookSecret = defineCommand({
  operation: 'webhooks.rotateSecret',
  summary: 'Replace the secret of a webhook',
  http: { method: 'POST', path: '/webhooks/{webhook}/rotate-secret' },
  input: z.object({
    webhook: z.string().max(100),
    /** How long both sign; 0 where the old one has leaked. */
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(7 * DAY_SECONDS)
      .default(DAY_SECONDS),
  }),
  output: z.object({ webhook: webhookViewSchema, secret: z.string() }),
  target: ({ db, input }) => loadWebhookTarget(db, input.webhook, true),
  async admit({ target: { row }, made }) {
    return made === null || toInstantText(row.secretSetAt) === made.webhook.secretSetAt
      ? null
      : refuse('conflict', 'secret_replaced', 'The secret was replaced again since.');
  },
  async run({ tx, input, target: { row }, secretBytes, serverSecret }) {
    const { overlapSeconds } = input;
    const overlaps = overlapSeconds > 0;
    await tx
      .update(webhooks)
      .set({
        secretSealed: sealWebhookSecret(serverSecret, row.id, secretBytes),
        secretSetAt: sql`clock_timestamp()`,
        previousSealed: overlaps ? row.secretSealed : null,
        previousUntil: overlaps ? sql`now() + make_interval(secs => ${overlapSeconds})` : null,
      })
      .where(eq(webhooks.id, row.id));
    const webhook = await readWebhookView(tx, row.id);
    return {
      value: { webhook },
      audit: { after: { previousSecretUntil: webhook.previousSecretUntil }, affects: [] },
    };
  },
  reveal: (_value, secretBytes) => ({ secret: webhookSecret(secretBytes) }),
});
