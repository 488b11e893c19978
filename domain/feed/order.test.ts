import { asc, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEvents, auditHead } from '@/db/schema/history';
import { followFeed } from './follow-feed';
import { append, collect, openFeedWorld, quiet, upTo } from './testing/feed-world';

let world: Awaited<ReturnType<typeof openFeedWorld>>;
beforeAll(async () => {
  world = await openFeedWorld();
});
afterAll(() => world.close());

const ROLLED_BACK = new Error('rolled back');

/** One writer: works, appends, works on, and commits or doesn't. */
async function write(before: number, after: number, commits: boolean, order: number[]) {
  const work = world.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_sleep(${before / 1_000})`);
    const seq = await append(tx);
    await tx.execute(sql`select pg_sleep(${after / 1_000})`);
    if (!commits) throw ROLLED_BACK;
    order.push(seq);
  });
  await work.catch((error) => {
    if (error !== ROLLED_BACK) throw error;
  });
}

const writers = fc.array(
  fc.record({ before: fc.nat(12), after: fc.nat(8), commits: fc.boolean() }),
  { minLength: 1, maxLength: 10 },
);

describe('events reach every consumer once and in order', () => {
  it('however writers overlap, and whichever of them roll back', async () => {
    const handed = collect();
    const applied = collect();
    const options = { databaseUrl: world.url, db: world.db, log: quiet };
    const following = [
      followFeed(
        { name: 'out', startAt: 'first-event', deliver: async (events) => handed.take(events) },
        options,
      ),
      followFeed(
        {
          ...{ name: 'in', startAt: 'first-event', maxEvents: 3 },
          apply: async (_, events) => applied.take(events),
        },
        options,
      ),
    ];
    await fc.assert(
      fc.asyncProperty(writers, async (all) => {
        const order: number[] = [];
        await Promise.all(all.map((one) => write(one.before, one.after, one.commits, order)));
        // The head of the log is locked until the commit: numbers are given in the order of commits.
        expect(order).toEqual(order.toSorted((one, other) => one - other));
        const [head] = await world.db.select().from(auditHead);
        await expect
          .poll(() => [handed.seqs.length, applied.seqs.length])
          .toEqual(Array(2).fill(head?.seq));
        expect(handed.seqs).toEqual(upTo(head?.seq ?? 0));
        expect(applied.seqs).toEqual(upTo(head?.seq ?? 0));
      }),
      { numRuns: 25 },
    );
    const log = await world.db.select().from(auditEvents).orderBy(asc(auditEvents.seq));
    expect(handed.seqs).toEqual(log.map(({ seq }) => seq));
    expect(Math.max(...applied.batches.map((batch) => batch.length))).toBeLessThanOrEqual(3);
    await Promise.all(following.map((one) => one.stop()));
  });

  it('because nobody gets a number while an event that has one may still be rolled back', async () => {
    let commitFirst = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      commitFirst = resolve;
    });
    let first = 0;
    let second = 0;
    const firstChange = world.db.transaction(async (tx) => {
      first = await append(tx);
      await held;
    });
    await expect.poll(() => first).toBeGreaterThan(0);
    const secondChange = world.db.transaction(async (tx) => {
      second = await append(tx);
    });
    await expect
      .poll(async () => {
        const { rows } = await world.owner.execute(sql`select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`);
        return rows.length;
      })
      .toBe(1);
    expect(second).toBe(0);
    commitFirst();
    await Promise.all([firstChange, secondChange]);
    expect(second).toBe(first + 1);
  });
});
