import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '@/db/client';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { SealBroken } from '@/domain/credentials/sealed';
import { defineJob } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { disableWebhook } from './disable-webhook';
import { recordAttempt } from './record-attempt';
import { openWebhookSecret } from './secret';
import { type Sent, sendMessage } from './send-message';
import type { WebhookRow } from './webhook-target';

/** How many messages are under way to one endpoint. */
const AT_ONCE = 4;
/** An endpoint with a backlog, or one that hangs, lets others have their turn. */
const TURN_MS = 20_000;

/** Sends an endpoint what is due, and plans the next try of what did not arrive. */
export const deliverWebhook = defineJob({
  name: 'webhook-deliveries',
  summary: 'Sends what waits for a webhook',
  input: z.strictObject({ webhook: z.string().max(40) }),
  retries: { limit: 20, delaySeconds: 2, maxDelaySeconds: 60 },
  deadlineSeconds: 120,
  concurrency: 8,
  records: [disableWebhook.operation],
  async run({ db, input, context, settings, signal, progress }) {
    const startedAt = performance.now();
    let sent = 0;
    while (performance.now() - startedAt < TURN_MS) {
      signal.throwIfAborted();
      const [webhook] = await db.select().from(webhooks).where(eq(webhooks.id, input.webhook));
      if (webhook?.state !== 'active') return sent;
      const due = await readDue(db, webhook.id);
      const [first] = due;
      if (first === undefined) break;
      const secrets = openSecrets(settings.serverSecret, webhook, first.at);
      const privateHosts = settings.webhookPrivateHosts;
      // Answers come in any order and are recorded one by one.
      let recorded = Promise.resolve(false);
      await Promise.all(
        due.map(async ({ delivery, at }) => {
          const message = { id: delivery.messageId, body: delivery.body };
          const result = isRefusedSecrets(secrets)
            ? secrets
            : await sendMessage(webhook.url, message, secrets, at, { privateHosts, signal });
          const before = recorded;
          recorded = before.then(async (isGone) => {
            // What was cut off by our own end says nothing of the receiver.
            signal.throwIfAborted();
            await recordAttempt(db, delivery, at, result);
            return isGone || result.isGone;
          });
          await recorded;
        }),
      );
      sent += due.length;
      await progress(sent);
      if (!(await recorded)) continue;
      const reason = 'The receiver answered 410 Gone.';
      const disabled = await runCommand(disableWebhook, context, { webhook: webhook.id, reason });
      if (isRefusal(disabled) && disabled.code !== 'webhook_disabled') {
        throw new Error(disabled.message);
      }
      return sent;
    }
    await db.transaction((tx) => enqueueDeliveries(tx, input.webhook));
    return sent;
  },
});

/** Has an endpoint's messages sent when the first of them is due; none, where none waits. */
export async function enqueueDeliveries(tx: Transaction, webhook: string): Promise<void> {
  const [first] = await tx
    .select({
      inSeconds: sql<
        number | null
      >`extract(epoch from min(${webhookDeliveries.nextAttemptAt}) - clock_timestamp())::float8`,
    })
    .from(webhookDeliveries)
    .where(isWaiting(webhook));
  if (first?.inSeconds == null) return;
  const afterSeconds = Math.max(0, first.inSeconds);
  await enqueue(tx, deliverWebhook, { webhook }, { key: webhook, afterSeconds });
}

const isWaiting = (webhook: string) =>
  and(eq(webhookDeliveries.webhookId, webhook), eq(webhookDeliveries.state, 'waiting'));

/** The next messages that are due, with the time of the database's clock. */
const readDue = (db: Database, webhook: string) =>
  db
    .select({
      delivery: webhookDeliveries,
      at: sql<Date>`clock_timestamp()`.mapWith(webhookDeliveries.createdAt),
    })
    .from(webhookDeliveries)
    .where(and(isWaiting(webhook), lte(webhookDeliveries.nextAttemptAt, sql`clock_timestamp()`)))
    .orderBy(asc(webhookDeliveries.nextAttemptAt), asc(webhookDeliveries.id))
    .limit(AT_ONCE);

const isRefusedSecrets = (secrets: readonly string[] | Sent): secrets is Sent => 'error' in secrets;

/** The secrets that sign now; what to record where they can't be read. */
function openSecrets(
  serverSecret: string | undefined,
  { id, secretSealed, previousSealed, previousUntil }: WebhookRow,
  at: Date,
): string[] | Sent {
  const unsigned = { status: null, response: null, durationMs: 0, isGone: false };
  if (serverSecret === undefined) {
    return { ...unsigned, error: 'Not sent: the worker has no NEXTAUTH_SECRET to sign with.' };
  }
  const isOverlap = previousSealed !== null && previousUntil !== null && previousUntil > at;
  try {
    return [secretSealed, ...(isOverlap ? [previousSealed] : [])].map((sealed) =>
      openWebhookSecret(serverSecret, id, sealed),
    );
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    const error_ = 'Not sent: NEXTAUTH_SECRET was changed. Rotate the secret of this webhook.';
    return { ...unsigned, error: error_ };
  }
}
