import pg from 'pg';
import PgBoss10 from 'pg-boss-10';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/db/testing/test-database';
import { installQueues, openQueue, type QueuePlan } from './job-queue';
import { QUEUE_SCHEMA } from './queue-schema';

const PLAN: QueuePlan = {
  name: 'forget-expired',
  retryLimit: 3,
  retryDelay: 1,
  retryDelayMax: 60,
  expireInSeconds: 60,
  heartbeatSeconds: 10,
};

let database: TestDatabase;
let client: pg.Client;
beforeEach(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

async function schemas(): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname in ('pgboss', '${QUEUE_SCHEMA}') order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** A worker of the version before: it ran, made its queue and put a job in. */
async function runVersion10(queue: string): Promise<void> {
  const boss = new PgBoss10({ connectionString: database.url, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue(queue, { name: queue, policy: 'stately' });
  await boss.schedule(queue, '* * * * *');
  await boss.send(queue, {});
  await boss.stop({ graceful: false });
}

const longAgo = () => client.query("update pgboss.version set cron_on = now() - interval '1 hour'");

it('makes its queues in a schema of its own, as the role of the product, as often as asked', async () => {
  await installQueues(database.url, [PLAN]);
  await installQueues(database.url, [{ ...PLAN, retryLimit: 7 }]);
  expect(await schemas()).toEqual([QUEUE_SCHEMA]);
  const { rows } = await client.query(
    `select policy, retry_limit, retry_backoff, heartbeat_seconds from ${QUEUE_SCHEMA}.queue where name = $1`,
    [PLAN.name],
  );
  expect(rows).toEqual([
    { policy: 'stately', retry_limit: 7, retry_backoff: true, heartbeat_seconds: 10 },
  ]);
});

it('is installed by several processes at once', async () => {
  await Promise.all([1, 2, 3].map(() => installQueues(database.url, [PLAN])));
  expect(await schemas()).toEqual([QUEUE_SCHEMA]);
});

it('takes over an installation of pg-boss 10, and removes what that left', async () => {
  await runVersion10(PLAN.name);
  await longAgo();
  await installQueues(database.url, [PLAN]);
  expect(await schemas()).toEqual([QUEUE_SCHEMA]);
  // A pool's end doesn't wait for its sockets: what they meet while the database is dropped is no problem.
  const problems: Error[] = [];
  const boss = openQueue(database.url, {
    maxConnections: 2,
    superviseSeconds: null,
    onError: (error) => problems.push(error),
  });
  await boss.start();
  await boss.send(PLAN.name, {});
  expect(await boss.fetch(PLAN.name)).toHaveLength(1);
  expect(problems).toEqual([]);
  await boss.stop();
});

it('leaves the tables of pg-boss 10 to an older worker that still runs', async () => {
  await runVersion10(PLAN.name);
  await client.query('update pgboss.version set cron_on = now()');
  await installQueues(database.url, [PLAN]);
  expect(await schemas()).toEqual([QUEUE_SCHEMA, 'pgboss']);
});

it('never touches the queues of another application', async () => {
  await runVersion10('their-newsletter');
  await longAgo();
  await installQueues(database.url, [PLAN]);
  expect(await schemas()).toEqual([QUEUE_SCHEMA, 'pgboss']);
});
