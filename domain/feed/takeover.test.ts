import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lostEvents } from '@/db/schema/operating';
import { buildProgram } from '@/db/testing/build-program';
import { followFeed } from './follow-feed';
import { change, collect, openFeedWorld, quiet, upTo } from './testing/feed-world';

const LEASE_MS = 3_000;
const runner = fileURLToPath(new URL('./testing/run-consumer.ts', import.meta.url));

let world: Awaited<ReturnType<typeof openFeedWorld>>;
beforeAll(async () => {
  world = await openFeedWorld();
});
afterAll(() => world.close());

function follow(name: string, found: ReturnType<typeof collect>) {
  return followFeed(
    { name, startAt: 'next-event', deliver: async (events) => found.take(events) },
    { databaseUrl: world.url, db: world.db, log: quiet, leaseMs: LEASE_MS },
  );
}

/** As where the one that holds the place could say nothing for the time of its lease. */
const handOver = (name: string, seconds: number) =>
  world.db.execute(sql`update feed_consumers set held_by = 'another process',
    held_until = clock_timestamp() + make_interval(secs => ${seconds}) where name = ${name}`);

const held = (name: string) =>
  expect.poll(async () => (await world.consumer(name))?.heldBy).toBeTruthy();

describe('of two processes with the name of one consumer', () => {
  it('one reads, and the other takes over at once when it stops', async () => {
    const [first, second] = [collect(), collect()];
    const reading = follow('stopped', first);
    await held('stopped');
    const waiting = follow('stopped', second);
    const middle = await change(world.db, 3);
    await expect.poll(() => first.seqs.at(-1)).toBe(middle);
    expect(second.seqs).toEqual([]);
    await reading.stop();
    const end = await change(world.db, 3);
    await expect.poll(() => second.seqs.at(-1)).toBe(end);
    expect([...first.seqs, ...second.seqs]).toEqual(upTo(end).slice(-first.seqs.length - 3));
    await waiting.stop();
  });

  it('the other takes over from where the first was killed', async () => {
    const from = await change(world.db, 1);
    const program = await buildProgram(runner);
    const child = spawn(process.execPath, [program, world.url, 'killed', String(LEASE_MS)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const seqs: number[] = [];
    child.stdout.on('data', (chunk) => {
      for (const line of String(chunk).trim().split('\n')) seqs.push(Number(line));
    });
    await held('killed');
    const second = collect();
    const waiting = follow('killed', second);
    const middle = await change(world.db, 5);
    await expect.poll(() => seqs.at(-1)).toBe(middle);
    expect(second.seqs).toEqual([]);
    await expect.poll(async () => (await world.consumer('killed'))?.seq).toBe(middle);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const end = await change(world.db, 5);
    await expect.poll(() => second.seqs.at(-1)).toBe(end);
    expect([...seqs, ...second.seqs]).toEqual(upTo(end).slice(from));
    await waiting.stop();
  });

  it('one that was given up has no effect any more', async () => {
    let works = 0;
    let goOn = (): void => undefined;
    const applying = followFeed(
      {
        ...{ name: 'applies', startAt: 'next-event' },
        async apply(tx, events) {
          works += 1;
          await tx.insert(lostEvents).values(
            events.map(({ seq, hash, at, action }) => ({
              ...{ seq, hash, action, at: new Date(at), affects: [] },
              ...{ reportedAt: new Date(), reportedBy: `work ${works}` },
            })),
          );
          await new Promise<void>((resolve) => {
            goOn = resolve;
          });
        },
      },
      { databaseUrl: world.url, db: world.db, log: quiet, leaseMs: LEASE_MS },
    );
    await held('applies');
    const seq = await change(world.db, 1);
    await expect.poll(() => works).toBe(1);
    await handOver('applies', 60);
    goOn();
    await handOver('applies', -1);
    await expect.poll(() => works).toBe(2);
    expect(await world.db.select().from(lostEvents)).toEqual([]);
    goOn();
    await expect.poll(async () => (await world.consumer('applies'))?.seq).toBe(seq);
    const rows = await world.db.select().from(lostEvents);
    expect(rows.map((row) => [row.seq, row.reportedBy])).toEqual([[seq, 'work 2']]);
    await applying.stop();
  });

  it('one that was given up is told so while it works', async () => {
    const told: string[] = [];
    const delivering = followFeed(
      {
        ...{ name: 'delivers', startAt: 'next-event' },
        async deliver(_, signal) {
          told.push('begun');
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          told.push('given up');
        },
      },
      { databaseUrl: world.url, db: world.db, log: quiet, leaseMs: LEASE_MS },
    );
    await held('delivers');
    await change(world.db, 1);
    await expect.poll(() => told).toEqual(['begun']);
    await handOver('delivers', 60);
    await expect.poll(() => told).toEqual(['begun', 'given up']);
    await delivering.stop();
  });
});
