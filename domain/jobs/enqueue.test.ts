import { sql } from 'drizzle-orm';
import type { PgBoss } from 'pg-boss';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { installQueues, openQueue } from '@/db/queue/job-queue';
import { openWorld, type World } from '@/domain/testing/world';
import { defineJob, queuePlanOf } from './define';
import { enqueue } from './enqueue';

const greet = defineJob({
  name: 'greet',
  summary: 'Greets somebody',
  input: z.strictObject({ identity: z.string().max(40) }),
  retries: { limit: 3, delaySeconds: 7, maxDelaySeconds: 70 },
  leaseSeconds: 12,
  deadlineSeconds: 90,
  records: [],
  run: async () => 0,
});

let world: World;
let boss: PgBoss;
// A pool's end doesn't wait for its sockets: what they meet while the database is dropped is no problem.
const problems: Error[] = [];
beforeAll(async () => {
  world = await openWorld();
  await installQueues(world.url, [queuePlanOf(greet)]);
  boss = openQueue(world.url, {
    maxConnections: 2,
    superviseSeconds: null,
    onError: (error) => problems.push(error),
  });
  await boss.start();
});
afterEach(() => expect(problems).toEqual([]));
afterAll(async () => {
  await boss.stop();
  await world.close();
});

const put = (identity: string, key?: string) =>
  world.db.transaction((tx) => enqueue(tx, greet, { identity }, key === undefined ? {} : { key }));
const waiting = async () =>
  (await boss.findJobs<{ identity: string }>('greet', { queued: true })).map(
    ({ data }) => data.identity,
  );

it('has a job done if the transaction commits, and not if it does not', async () => {
  const failing = world.db.transaction(async (tx) => {
    await enqueue(tx, greet, { identity: 'rolled back' });
    throw new Error('the command failed');
  });
  await expect(failing).rejects.toThrow('the command failed');
  const id = await put('committed');
  expect(await waiting()).toEqual(['committed']);
  const [leased] = await boss.fetch<{ identity: string }>('greet');
  expect(leased).toMatchObject({ id, data: { identity: 'committed' } });
  await boss.complete('greet', id ?? '');
});

it('keeps one waiting job of a key, and another while the first runs', async () => {
  expect(await put('first', 'ada')).not.toBeNull();
  expect(await put('second', 'ada')).toBeNull();
  expect(await put('third', 'bob')).not.toBeNull();
  const [running] = await boss.fetch('greet');
  expect(await put('fourth', 'ada')).not.toBeNull();
  expect(await waiting()).toEqual(['third', 'fourth']);
  // What runs holds its key: the other one is leased, and nothing more.
  const others = await boss.fetch<{ identity: string }>('greet', { batchSize: 5 });
  expect(others.map(({ data }) => data.identity)).toEqual(['third']);
  await boss.complete('greet', running?.id ?? '');
  const after = await boss.fetch<{ identity: string }>('greet', { batchSize: 5 });
  expect(after.map(({ data }) => data.identity)).toEqual(['fourth']);
});

it('has one wait, and moves it up where it is needed sooner, never down', async () => {
  const later = (afterSeconds: number) =>
    world.db.transaction((tx) =>
      enqueue(tx, greet, { identity: 'eve' }, { key: 'eve', afterSeconds }),
    );
  const startsIn = async () => {
    const { rows } = await world.db.execute<{ seconds: number }>(
      sql`select round(extract(epoch from start_after - now()))::int as seconds from keyward_jobs.job where singleton_key = 'eve'`,
    );
    return rows.map(({ seconds }) => Math.round(seconds / 600));
  };
  expect(await later(6_000)).not.toBeNull();
  expect(await later(60_000)).toBeNull();
  expect(await startsIn()).toEqual([10]);
  expect(await later(600)).toBeNull();
  expect(await startsIn()).toEqual([1]);
  expect(await boss.fetch('greet')).toEqual([]);
  await later(0);
  const [leased] = await boss.fetch<{ identity: string }>('greet');
  expect(leased?.data).toEqual({ identity: 'eve' });
  await boss.complete('greet', leased?.id ?? '');
});

it('inserts the row that pg-boss itself would insert', async () => {
  const ours = await put('same', 'a key');
  await boss.cancel('greet', ours ?? '');
  const theirs = await boss.send('greet', { identity: 'same' }, { singletonKey: 'a key' });
  const { rows } = await world.db.execute<Record<string, unknown>>(sql`
    select to_jsonb(j) - array['id', 'state', 'start_after', 'created_on', 'completed_on', 'keep_until'] as row,
      extract(epoch from keep_until - start_after) as kept
    from keyward_jobs.job j where id in (${ours}, ${theirs})`);
  expect(rows).toHaveLength(2);
  expect(rows[0]).toEqual(rows[1]);
  expect(rows[0]?.row).toMatchObject({ retry_limit: 3, retry_delay: 7, retry_delay_max: 70 });
  expect(rows[0]?.row).toMatchObject({ expire_seconds: 90, heartbeat_seconds: 12 });
});

it('refuses input that is not the job’s, and a secret in it', async () => {
  await expect(put('x'.repeat(41))).rejects.toThrow(z.ZodError);
  await expect(put(world.managementToken)).rejects.toThrow('name the token by its id');
});

it('says so where no worker has made the queue', async () => {
  const unknown = { ...greet, name: 'unknown' };
  const asked = world.db.transaction((tx) => enqueue(tx, unknown, { identity: 'ada' }));
  await expect(asked).rejects.toThrow('there is no queue unknown');
});
