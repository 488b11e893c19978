import { desc, eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { webhookAttempts, webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { NOTHING_SET, runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { startReceiver } from '@/domain/testing/receiver';
import { shiftClock } from '@/domain/testing/shifted-clock';
import { done, SERVER_SECRET } from '@/domain/testing/world';
import { deliverWebhook } from './deliver-webhook';
import { replayDelivery } from './replay-delivery';
import { testWebhook } from './test-webhook';

const [MINUTE, HOUR] = [60, 3_600];
/** As the specification writes it: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h. */
const SPECIFIED = [
  ...[5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR],
  ...[10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
];

it('tries ten times by the schedule of the specification, then gives up, and starts anew when replayed', async () => {
  const receiver = await startReceiver((_request, response) => response.writeHead(500).end('no'));
  const clock = await shiftClock(world);
  const { webhook } = fixture;
  await world.db
    .update(webhooks)
    .set({ url: `${receiver.origin}/` })
    .where(eq(webhooks.id, webhook));
  const { id } = await done(world.db, world.administrator, testWebhook, { webhook });
  const settings = {
    ...NOTHING_SET,
    serverSecret: SERVER_SECRET,
    webhookPrivateHosts: [receiver.origin],
  };
  const run = () => runJob(deliverWebhook, { db: clock.db, settings }, { webhook });
  const waitsSeconds = async () => {
    const { rows } = await clock.db.execute<{ delivery: number | null; job: number | null }>(sql`
      select round(extract(epoch from d.next_attempt_at - clock_timestamp()))::int as delivery,
        (select round(extract(epoch from start_after - clock_timestamp()))::int
          from keyward_jobs.job where singleton_key = ${webhook} and state = 'created') as job
      from webhook_deliveries d where id = ${id}`);
    return rows[0];
  };
  const forgetJob = () =>
    world.owner.execute(sql`delete from keyward_jobs.job where singleton_key = ${webhook}`);
  try {
    for (const [index, delay] of SPECIFIED.entries()) {
      expect(await told(webhook)).toEqual([]);
      await forgetJob();
      expect(await run(), `try ${index + 1}`).toBe(1);
      const waits = await waitsSeconds();
      expect(Math.abs((waits?.delivery ?? 0) - delay), `delay ${delay}`).toBeLessThanOrEqual(1);
      // The queue wakes a worker when it is due, and not before.
      expect(Math.abs((waits?.job ?? 0) - delay)).toBeLessThanOrEqual(1);
      if (delay > 5) {
        await clock.advance(delay - 4);
        expect(await run(), `before try ${index + 2}`).toBe(0);
        await clock.advance(4);
      } else {
        await clock.advance(delay);
      }
    }
    await forgetJob();
    expect(await run(), 'the last try').toBe(1);
    expect(await waitsSeconds()).toEqual({ delivery: null, job: null });
    expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 10 });
    expect(await told(webhook)).toMatchObject([
      {
        ...{ kind: 'webhook.gave_up', identityId: world.administratorId },
        facts: { topic: 'webhook.test', attempts: 10, error: 'It answered 500.' },
      },
    ]);
    expect(receiver.requests).toHaveLength(10);
    expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    await done(world.db, world.administrator, replayDelivery, { webhook, delivery: id });
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 11, round: 1 });
    receiver.answerWith((_request, response) => response.writeHead(200).end('yes'));
    await clock.advance(5);
    await run();
    expect(await stateOf(id)).toMatchObject({ state: 'delivered', attempts: 12 });
    const log = await world.db
      .select()
      .from(webhookAttempts)
      .where(eq(webhookAttempts.deliveryId, id))
      .orderBy(desc(webhookAttempts.number));
    expect(log).toHaveLength(12);
    expect(log[0]).toMatchObject({ number: 12, status: 200, error: null, response: 'yes' });
    expect(log[1]).toMatchObject({ status: 500, error: 'It answered 500.', response: 'no' });
  } finally {
    await clock.close();
    await receiver.close();
  }
});

const stateOf = async (id: string) =>
  (await world.db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id)))[0];

const told = (webhook: string) =>
  world.db.select().from(notices).where(eq(notices.aboutId, webhook));
