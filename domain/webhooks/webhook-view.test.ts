import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { webhookDeliveries } from '@/db/schema/webhooks';
import { runQuery } from '@/domain/commands/run-query';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { it, world } from '@/domain/testing/fixture';
import { startReceiver } from '@/domain/testing/receiver';
import { contextOf, done, SERVER_SECRET } from '@/domain/testing/world';
import { createWebhook } from './create-webhook';
import { deliverWebhook } from './deliver-webhook';
import { getWebhook } from './get-webhook';
import { listDeliveries } from './list-deliveries';
import { testWebhook } from './test-webhook';

it('counts what was delivered, failed and waits, and tells the last try and the next', async () => {
  const receiver = await startReceiver();
  const { administrator } = world;
  const as = contextOf(world.db, administrator);
  const { webhook } = await done(world.db, administrator, createWebhook, { url: receiver.origin });
  const input = { webhook: webhook.id };
  const view = async () => {
    const found = await runQuery(getWebhook, as, input);
    if (!found.ok) throw new Error(found.message);
    return found.value.deliveries;
  };
  expect(await view()).toEqual({
    ...{ waiting: 0, delivered: 0, failed: 0 },
    ...{ lastDeliveredAt: null, nextAttemptAt: null, last: null },
  });
  const settings = {
    ...NOTHING_SET,
    serverSecret: SERVER_SECRET,
    webhookPrivateHosts: ['127.0.0.1'],
  };
  const send = async (status: number) => {
    receiver.answerWith((_request, response) => response.writeHead(status).end());
    const { id } = await done(world.db, administrator, testWebhook, input);
    await runJob(deliverWebhook, { db: world.db, settings }, input);
    return id;
  };
  const arrived = await send(204);
  expect(await view()).toMatchObject({
    ...{ waiting: 0, delivered: 1, failed: 0, nextAttemptAt: null },
    last: { id: arrived, topic: 'webhook.test', state: 'delivered', status: 204, error: null },
  });
  const failing = await send(500);
  expect(await view()).toMatchObject({
    ...{ waiting: 1, delivered: 1, failed: 0, nextAttemptAt: expect.any(String) },
    last: { id: failing, state: 'waiting', status: 500, error: 'It answered 500.' },
  });
  await world.db
    .update(webhookDeliveries)
    .set({ state: 'failed', nextAttemptAt: null, settledAt: new Date() })
    .where(eq(webhookDeliveries.id, failing));
  expect(await view()).toMatchObject({ waiting: 0, delivered: 1, failed: 1 });
  const log = await runQuery(listDeliveries, as, { ...input, state: 'failed' });
  expect(log).toMatchObject({
    value: { items: [{ id: failing, attempts: 1, last: { status: 500 } }], nextCursor: null },
  });
  await receiver.close();
});
