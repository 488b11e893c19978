import { eq, sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, vi } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { notices } from '@/db/schema/notices';
import { feedConsumers } from '@/db/schema/operating';
import { webhookDeliveries } from '@/db/schema/webhooks';
import { followFeed } from '@/domain/feed/follow-feed';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { mailNotices } from '@/domain/mail/mail-notices';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { startMailServer } from '@/domain/testing/mail-server';
import { asAdministrator } from '@/domain/testing/probes';
import { startReceiver } from '@/domain/testing/receiver';
import { shipBatch } from '@/domain/testing/ship-batch';
import { SERVER_SECRET } from '@/domain/testing/world';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { deliverWebhook } from '@/domain/webhooks/deliver-webhook';
import { planDeliveries } from '@/domain/webhooks/plan-deliveries';
import { dismissAnomaly } from './dismiss-anomaly';
import { watchDecisions } from './watch-decisions';

const closing: { close(): Promise<void> }[] = [];
const opened = <Server extends { close(): Promise<void> }>(server: Server) => {
  closing.push(server);
  return server;
};
afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

const silent = { warn: () => undefined } as never;
/** Plans deliveries of everything that is in the log. */
async function plan() {
  const options = { databaseUrl: world.url, db: world.db, log: silent };
  const following = followFeed(planDeliveries, options);
  await vi.waitFor(
    async () => {
      const [consumer] = await world.db
        .select()
        .from(feedConsumers)
        .where(eq(feedConsumers.name, planDeliveries.name));
      const [head] = await world.db.select({ seq: sql`max(${auditEvents.seq})` }).from(auditEvents);
      expect(consumer?.seq).toBe(Number(head?.seq));
    },
    { timeout: 60_000 },
  );
  await following.stop();
}

/** A revoked token is sent, and a run of the job sees it. @returns the event it leaves */
async function detect(tokenId: string) {
  await shipBatch(world.owner, [{ code: 'token_revoked', ip: '192.0.2.7', tokenId }]);
  expect(await runJob(watchDecisions, { db: world.db })).toBe(1);
  const [event] = await world.db
    .select()
    .from(auditEvents)
    .where(sql`${auditEvents.action} = 'anomalies.raise' and ${auditEvents.targetId} = ${tokenId}`);
  return event;
}

beforeAll(async () => {
  await runJob(watchDecisions, { db: world.db });
  await plan();
});

it('a webhook is sent what was detected, signed, with why', async () => {
  const receiver = opened(await startReceiver());
  const made = await asAdministrator(world, createWebhook, {
    ...{ url: `${receiver.origin}/alarm`, topics: ['anomalies.raise'], groups: ['billing'] },
  });
  const token = fixture.colleagueToken.token.id;
  const event = await detect(token);
  await plan();
  const settings = { ...NOTHING_SET, serverSecret: SERVER_SECRET };
  const host = { db: world.db, settings: { ...settings, webhookPrivateHosts: ['127.0.0.1'] } };
  const delivering = { webhook: made.webhook.id };
  expect(await runJob(deliverWebhook, host, delivering)).toBe(1);
  const [request] = receiver.requests;
  const headers = request?.headers as Record<string, string>;
  expect(new Webhook(made.secret).verify(request?.body ?? '', headers)).toMatchObject({
    type: 'anomalies.raise',
    data: {
      ...{ id: event?.id, target: { type: 'token', id: token } },
      after: { kind: 'stopped_use', code: 'token_revoked', ip: '192.0.2.7' },
    },
  });
  const deliveries = await world.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, made.webhook.id));
  expect(deliveries).toMatchObject([{ state: 'delivered', topic: 'anomalies.raise' }]);
});

it('whom it concerns is mailed what was detected, and not once somebody has dismissed it', async () => {
  await world.db.delete(notices);
  const server = opened(await startMailServer());
  const mail = async () => {
    await world.db.update(notices).set({ createdAt: sql`${notices.createdAt} - interval '2 min'` });
    const settings = {
      ...{ ...NOTHING_SET, keywardUrl: 'https://keyward.example.com' },
      mail: { smtpUrl: server.url, from: 'Keyward <keyward@example.com>' },
    };
    return runJob(mailNotices, { db: world.db, settings });
  };
  await detect(fixture.memberToken.token.id);
  // The member whose token it is, and the administrator.
  expect(await mail()).toBe(2);
  expect(server.mails.map(({ to }) => to[0]).sort()).toEqual([
    'ada@example.com',
    'max@example.com',
  ]);
  const text = server.mails.find(({ to }) => to[0] === 'max@example.com')?.source;
  expect(text).toMatch(/^Token .* ••\S{4} is used though it was stopped/m);
  expect(text).toContain('It was denied from 192.0.2.7');

  await world.db.update(notices).set({ mailedAt: sql`now() - interval '1 day'` });
  const event = await detect(fixture.serviceToken.token.id);
  const anomaly = String(event?.after?.anomaly);
  await asAdministrator(world, dismissAnomaly, { anomaly });
  expect(await mail()).toBe(0);
  expect(server.mails).toHaveLength(2);
});
