import { eq, sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { expect } from 'vitest';
import { webhooks } from '@/db/schema/webhooks';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { it, world } from '@/domain/testing/fixture';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { contextOf, done, SERVER_SECRET } from '@/domain/testing/world';
import { createWebhook } from './create-webhook';
import { deliverWebhook } from './deliver-webhook';
import { getDelivery } from './get-delivery';
import { rotateWebhookSecret } from './rotate-secret';
import { testWebhook } from './test-webhook';

const create = (url = 'https://hooks.example.com/T0P/SECRET') =>
  done(world.db, world.administrator, createWebhook, { url });
const everythingStored = async () => {
  const { rows } = await world.owner.execute<{ text: string }>(sql`
    select string_agg(t, ' ') as text from (
      select to_jsonb(w)::text as t from webhooks w union all
      select to_jsonb(d)::text from webhook_deliveries d union all
      select to_jsonb(a)::text from webhook_attempts a union all
      select to_jsonb(e)::text from audit_events e union all
      select to_jsonb(i)::text from idempotency_keys i union all
      select to_jsonb(j)::text from keyward_jobs.job j) everything`);
  return rows[0]?.text ?? '';
};
const send = async (receiver: Receiver, webhook: string, serverSecret = SERVER_SECRET) => {
  const { id } = await done(world.db, world.administrator, testWebhook, { webhook });
  const settings = { ...NOTHING_SET, serverSecret, webhookPrivateHosts: [receiver.origin] };
  await runJob(deliverWebhook, { db: world.db, settings }, { webhook });
  const asked = { webhook, delivery: id };
  const delivery = await runQuery(getDelivery, contextOf(world.db, world.administrator), asked);
  if (!delivery.ok) throw new Error(delivery.message);
  const got = receiver.requests.at(-1);
  const isSignedBy = (secret: string) => {
    try {
      new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  };
  return { delivery: delivery.value, isSignedBy };
};

it('is told once, and stored in no table and no log', async () => {
  const { secret, webhook } = await create();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const stored = await everythingStored();
  expect(stored).toContain(webhook.id);
  expect(stored).not.toContain(secret.slice('whsec_'.length));
  // The path of such an address is often a secret; it belongs to the endpoint and to no event.
  const { rows } = await world.db.execute(
    sql`select 1 from audit_events where to_jsonb(audit_events)::text like '%T0P/SECRET%'`,
  );
  expect(rows).toEqual([]);
});

it('is told again to a retry with the same key, until it is replaced', async () => {
  const context = contextOf(world.db, world.administrator, { idempotencyKey: 'once' });
  const ask = () => runCommand(createWebhook, context, { url: 'https://example.com/' });
  const [first, second] = [await ask(), await ask()];
  if (!first.ok || !second.ok) throw new Error('it was refused');
  expect(second.value).toEqual(first.value);
  const { id } = first.value.webhook;
  await done(world.db, world.administrator, rotateWebhookSecret, { webhook: id });
  expect(await ask()).toMatchObject({ ok: false, code: 'secret_replaced' });
});

it('is replaced without a gap: both sign for a while, then the new one alone', async () => {
  const receiver = await startReceiver();
  const { secret: old, webhook } = await create(`${receiver.origin}/`);
  const rotated = await done(world.db, world.administrator, rotateWebhookSecret, {
    webhook: webhook.id,
  });
  expect(rotated.webhook.previousSecretUntil).not.toBeNull();
  const during = await send(receiver, webhook.id);
  expect([old, rotated.secret].map(during.isSignedBy)).toEqual([true, true]);
  await world.db
    .update(webhooks)
    .set({ previousUntil: sql`now() - interval '1 second'` })
    .where(eq(webhooks.id, webhook.id));
  const after = await send(receiver, webhook.id);
  expect([old, rotated.secret].map(after.isSignedBy)).toEqual([false, true]);
  const leaked = await done(world.db, world.administrator, rotateWebhookSecret, {
    webhook: webhook.id,
    overlapSeconds: 0,
  });
  const atOnce = await send(receiver, webhook.id);
  expect([rotated.secret, leaked.secret].map(atOnce.isSignedBy)).toEqual([false, true]);
  await receiver.close();
});

it('opens under the server’s secret alone: under another, nothing is sent and the log says why', async () => {
  const receiver = await startReceiver();
  const { webhook } = await create(`${receiver.origin}/`);
  const { delivery } = await send(receiver, webhook.id, 'another secret of thirty-two characters!');
  expect(receiver.requests).toEqual([]);
  expect(delivery).toMatchObject({
    state: 'waiting',
    log: [{ status: null, error: expect.stringContaining('NEXTAUTH_SECRET was changed') }],
  });
  await receiver.close();
});
