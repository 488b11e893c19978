import { asc, eq, sql } from 'drizzle-orm';
import { expect, vi } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { feedConsumers } from '@/db/schema/operating';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { runCommand } from '@/domain/commands/run';
import { followFeed } from '@/domain/feed/follow-feed';
import { createGroup } from '@/domain/groups/create-group';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { startReceiver } from '@/domain/testing/receiver';
import { contextOf, done, SERVER_SECRET, signedIn } from '@/domain/testing/world';
import { renameToken } from '@/domain/tokens/rename-token';
import { createWebhook } from './create-webhook';
import { deliverWebhook } from './deliver-webhook';
import { planDeliveries } from './plan-deliveries';

const silent = { warn: () => undefined } as never;
const follow = () =>
  followFeed(planDeliveries, { databaseUrl: world.url, db: world.db, log: silent });
const head = async () =>
  Number((await world.db.execute<{ seq: string }>(sql`select seq from audit_head`)).rows[0]?.seq);
const position = async () => {
  const own = eq(feedConsumers.name, planDeliveries.name);
  return (await world.db.select().from(feedConsumers).where(own))[0]?.seq;
};
const caughtUp = () =>
  vi.waitFor(async () => expect(await position()).toBe(await head()), { timeout: 60_000 });
const make = async (fields: object) =>
  (
    await done(world.db, world.administrator, createWebhook, {
      url: 'https://hooks.example.com/',
      ...fields,
    })
  ).webhook.id;
const plannedFor = (webhook: string) =>
  world.db
    .select()
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, webhook))
    .orderBy(asc(webhookDeliveries.seq));
const topicsOf = async (webhook: string) =>
  (await plannedFor(webhook)).map(({ topic }) => topic).sort();
const rename = (name: string) =>
  done(world.db, world.administrator, renameToken, {
    token: fixture.colleagueToken.token.id,
    name,
  });

beforeAll(async () => {
  const following = follow();
  await caughtUp();
  await following.stop();
});

it('plans what an endpoint wants, by action, group and outcome', async () => {
  const all = await make({ topics: ['*'] });
  const renames = await make({ topics: ['*.rename', 'groups.delete'] });
  const groups = await make({ topics: ['groups.*'] });
  const denied = await make({ topics: ['*'], outcome: 'denied' });
  const done_ = await make({ topics: ['tokens.*'], outcome: 'done' });
  const ofBilling = await make({ topics: ['*'], groups: ['billing'] });
  await done(world.db, world.administrator, createGroup, { slug: 'other', name: 'Other' });
  await rename('renamed');
  const member = await signedIn(world.db, fixture.auditor.id);
  await runCommand(freezeGroup, contextOf(world.db, member), { group: 'billing' });
  const following = follow();
  await caughtUp();
  await following.stop();
  expect(await topicsOf(renames)).toEqual(['tokens.rename']);
  expect(await topicsOf(groups)).toEqual(['groups.create', 'groups.freeze']);
  expect(await topicsOf(denied)).toEqual(['groups.freeze']);
  expect(await topicsOf(done_)).toEqual(['tokens.rename']);
  expect(await topicsOf(ofBilling)).toEqual(['groups.freeze', 'tokens.rename']);
  expect(await topicsOf(all)).toEqual(expect.arrayContaining(['groups.create', 'webhooks.create']));
  const [planned] = await plannedFor(renames);
  const [event] = await world.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.id, planned?.messageId ?? ''));
  expect(JSON.parse(planned?.body ?? '')).toMatchObject({
    type: 'tokens.rename',
    data: { seq: event?.seq, id: event?.id, after: { name: 'renamed' } },
  });
});

it('skips nothing and repeats nothing, whenever and however often it is started anew', async () => {
  const webhook = await make({ topics: ['tokens.rename'] });
  const renamed = 30;
  let stopped = false;
  const restarting = (async () => {
    while (!stopped) {
      const [one, other] = [follow(), follow()];
      await new Promise((resolve) => setTimeout(resolve, 15));
      await Promise.all([one.stop(), other.stop()]);
    }
  })();
  for (let at = 0; at < renamed; at += 1) await rename(`name ${at}`);
  stopped = true;
  await restarting;
  const following = follow();
  await caughtUp();
  await following.stop();
  const planned = await plannedFor(webhook);
  expect(planned.map(({ body }) => JSON.parse(body).data.after.name)).toEqual(
    Array.from({ length: renamed }, (_, at) => `name ${at}`),
  );
});

it('sends the same message under the same id where a worker dies before it has noted the answer', async () => {
  const receiver = await startReceiver();
  const webhook = await make({ topics: ['tokens.rename'], url: `${receiver.origin}/hook` });
  await rename('sent twice');
  const following = follow();
  await caughtUp();
  await following.stop();
  const settings = {
    ...NOTHING_SET,
    serverSecret: SERVER_SECRET,
    webhookPrivateHosts: ['127.0.0.1'],
  };
  const dying = new AbortController();
  receiver.answerWith((_request, response) => {
    // It has arrived, and the worker ends before the answer does.
    dying.abort(new Error('killed'));
    response.writeHead(204).end();
  });
  const host = { db: world.db, settings, signal: dying.signal };
  await expect(runJob(deliverWebhook, host, { webhook })).rejects.toThrow('killed');
  receiver.answerWith((_request, response) => response.writeHead(204).end());
  expect(await runJob(deliverWebhook, { db: world.db, settings }, { webhook })).toBe(1);
  expect(await runJob(deliverWebhook, { db: world.db, settings }, { webhook })).toBe(0);
  expect(receiver.requests).toHaveLength(2);
  const [first, second] = receiver.requests;
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  expect(await world.db.select().from(webhooks).where(eq(webhooks.id, webhook))).toHaveLength(1);
  expect(await plannedFor(webhook)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  await receiver.close();
});
