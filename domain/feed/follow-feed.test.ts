import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditHead } from '@/db/schema/history';
import { feedConsumers, lostEvents } from '@/db/schema/operating';
import type { FeedConsumer } from './consumer';
import { type Following, followFeed } from './follow-feed';
import { append, change, collect, openFeedWorld, quiet } from './testing/feed-world';

let world: Awaited<ReturnType<typeof openFeedWorld>>;
let running: Following[] = [];
/** Where the log ends when a test begins. */
let start = 0;

beforeAll(async () => {
  world = await openFeedWorld();
});
beforeEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
  start = await change(world.db, 1);
});
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  await world.close();
});

function follow(consumer: FeedConsumer, leaseMs?: number): Following {
  const options = { databaseUrl: world.url, db: world.db, log: quiet, leaseMs };
  const following = followFeed(consumer, options);
  running.push(following);
  return following;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** Once the consumer is in the table, so that its start can be told from what comes after. */
const known = (name: string) => expect.poll(() => world.consumer(name)).toBeDefined();

describe('a named consumer', () => {
  it('begins where it says, and goes on from its own position when it is started again', async () => {
    const [all, later] = [collect(), collect()];
    const fromStart = {
      ...{ name: 'from-start', startAt: 'first-event' },
      deliver: async (events) => all.take(events),
    } satisfies FeedConsumer;
    follow(fromStart);
    const next = follow({
      ...{ name: 'from-now', startAt: 'next-event' },
      deliver: async (events) => later.take(events),
    });
    await known('from-now');
    const middle = await change(world.db, 2);
    await expect.poll(() => later.seqs).toEqual(range(start + 1, middle));
    await expect.poll(() => all.seqs).toEqual(range(1, middle));
    await next.stop();
    const end = await change(world.db, 3);
    await expect.poll(() => all.seqs).toEqual(range(1, end));
    expect(await world.consumer('from-now')).toMatchObject({ seq: middle, lagEvents: 3 });
    follow({
      ...{ name: 'from-now', startAt: 'next-event' },
      deliver: async (events) => later.take(events),
    });
    await expect.poll(() => later.seqs).toEqual(range(start + 1, end));
  });

  it('never skips to the end, however far behind it is', async () => {
    const found = collect();
    const end = await change(world.db, 200);
    follow({
      ...{ name: 'far-behind', startAt: 'first-event', maxEvents: 7 },
      deliver: async (events) => found.take(events),
    });
    await expect.poll(() => found.seqs.length).toBe(end);
    expect(found.seqs).toEqual(range(1, end));
    expect(Math.max(...found.batches.map((batch) => batch.length))).toBe(7);
  });

  it('takes effect once: what it writes is rolled back with its position', async () => {
    let fails = 2;
    follow({
      ...{ name: 'writer', startAt: 'next-event' },
      async apply(tx, events) {
        await tx.insert(lostEvents).values(
          events.map(({ seq, hash, at, action }) => ({
            ...{ seq, hash, action, at: new Date(at), affects: [] },
            ...{ reportedBy: 'test', reportedAt: new Date() },
          })),
        );
        fails -= 1;
        if (fails >= 0) throw new Error('failed after it had written');
      },
    });
    await known('writer');
    const end = await change(world.db, 4);
    await expect
      .poll(() => world.consumer('writer'))
      .toMatchObject({ seq: end, state: 'following', lastError: null, failures: 0 });
    const rows = await world.db.select().from(lostEvents);
    expect(rows.map(({ seq }) => seq).sort()).toEqual(range(start + 1, end).sort());
  });

  it('gets again what it could not handle, in order, with a pause that grows, and says why', async () => {
    const found = collect();
    const triedAtMs: number[] = [];
    let bad = Number.POSITIVE_INFINITY;
    follow({
      ...{ name: 'stumbles', startAt: 'next-event' },
      async deliver(events) {
        if (events.some(({ seq }) => seq === bad)) {
          triedAtMs.push(performance.now());
          throw new Error(`can't do with kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH`);
        }
        found.take(events);
      },
    });
    await known('stumbles');
    bad = start + 3;
    await change(world.db, 5);
    await expect.poll(() => triedAtMs.length).toBeGreaterThan(5);
    // What comes before the bad one is not held up by it.
    expect(found.seqs).toEqual([start + 1, start + 2]);
    const lag = await world.consumer('stumbles');
    expect(lag).toMatchObject({ seq: start + 2, lagEvents: 3, state: 'failing' });
    expect(lag?.lagSeconds).toBeGreaterThan(0.5);
    expect(lag?.lastError).toContain("can't do with");
    expect(lag?.lastError).not.toContain('0123456789');
    const pauses = triedAtMs.slice(1).map((at, index) => at - (triedAtMs[index] ?? 0));
    const atLeastMs = [190, 390, 790];
    expect(pauses.slice(-3).map((ms, at) => ms >= (atLeastMs[at] ?? 0))).toEqual([
      true,
      true,
      true,
    ]);
    bad = Number.POSITIVE_INFINITY;
    await expect.poll(() => found.seqs).toEqual(range(start + 1, start + 5));
    await expect
      .poll(() => world.consumer('stumbles'))
      .toMatchObject({ state: 'following', lagEvents: 0, lagSeconds: 0, lastError: null });
  });

  it('holds one batch in memory while it is slow, and a small one where events are large', async () => {
    let release = (): void => undefined;
    const found = collect();
    let maxBytes = 0;
    let atOnce = 0;
    follow({
      ...{ name: 'slow', startAt: 'next-event' },
      async deliver(events) {
        atOnce += 1;
        found.take(events);
        maxBytes = Math.max(maxBytes, JSON.stringify(events).length);
        if (found.batches.length === 1) {
          await new Promise<void>((resolve) => {
            release = resolve;
          });
        }
        expect(atOnce).toBe(1);
        atOnce -= 1;
      },
    });
    await known('slow');
    await change(world.db, 1);
    await expect.poll(() => found.batches.length).toBe(1);
    // Random, so that Postgres can't compress it: 60 of them are 18 MB.
    const large = Buffer.from(crypto.getRandomValues(new Uint8Array(64 * 1024))).toString('hex');
    const end = await change(world.db, 60, { large: large + large });
    expect(found.seqs).toEqual([start + 1]);
    release();
    await expect.poll(() => found.seqs.length).toBe(61);
    expect(found.seqs).toEqual(range(start + 1, end));
    expect(maxBytes).toBeLessThan(8 * 1024 * 1024);
  });

  it('lets events wait for each other, for as long as it says', async () => {
    const gatherMs = 1_500;
    const found = collect();
    let firstAtMs = 0;
    follow({
      ...{ name: 'gathers', startAt: 'next-event', gatherMs },
      async deliver(events) {
        firstAtMs ||= performance.now();
        found.take(events);
      },
    });
    await known('gathers');
    const beganAtMs = performance.now();
    await world.db.transaction(async (tx) => {
      for (let at = 0; at < 3; at += 1) await append(tx);
    });
    const end = await change(world.db, 1);
    await expect.poll(() => found.seqs).toEqual(range(start + 1, end));
    expect(firstAtMs - beganAtMs).toBeGreaterThan(gatherMs - 100);
    expect(found.batches[0]?.length).toBeGreaterThanOrEqual(3);
  });

  it('stops at a log that is not the one it has read, and says so', async () => {
    const found = collect();
    const consumer: FeedConsumer = {
      ...{ name: 'other-log', startAt: 'next-event' },
      deliver: async (events) => found.take(events),
    };
    follow(consumer, 1_000);
    await known('other-log');
    const row = eq(feedConsumers.name, 'other-log');
    await world.db
      .update(feedConsumers)
      .set({ hash: 'f'.repeat(64), heldBy: null })
      .where(row);
    await expect
      .poll(() => world.consumer('other-log'))
      .toMatchObject({ state: 'failing', seq: start });
    await change(world.db, 1);
    expect((await world.consumer('other-log'))?.lastError).toContain('another log');
    expect(found.seqs).toEqual([]);
    await world.db
      .update(feedConsumers)
      .set({ hash: sql`(select prev_hash from audit_events where seq = ${start + 1})` })
      .where(row);
    const [head] = await world.db.select().from(auditHead);
    await expect.poll(() => found.seqs).toEqual(range(start + 1, head?.seq ?? 0));
  });
});
