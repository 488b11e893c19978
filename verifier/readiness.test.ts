import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase } from './testing/database';
import { startTestVerifier, until } from './testing/start';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.drop());

/** Holds a lock that keeps tokens from being read, while the change feed goes on. */
async function lockTokens(): Promise<() => Promise<void>> {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query('lock table tokens in access exclusive mode');
  return async () => {
    await client.query('rollback');
    client.release();
  };
}

it('is not ready while tokens cannot be looked up, though the feed goes on', async () => {
  const unlock = await lockTokens();
  const { address, close } = await startTestVerifier(database.url, { outageGraceSeconds: 0 });
  const refused = await fetch(`${address}/readyz`);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ reason: 'tokens cannot be looked up' });
  await unlock();
  const ready = await until(
    () => fetch(`${address}/readyz`),
    ({ status }) => status === 200,
  );
  expect(await ready.json()).toEqual({ status: 'ready' });
  await close();
});

it('stays ready for the grace when they could be looked up before', async () => {
  const { address, close } = await startTestVerifier(database.url, { outageGraceSeconds: 3_600 });
  await until(
    () => fetch(`${address}/readyz`),
    ({ status }) => status === 200,
  );
  const unlock = await lockTokens();
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  await unlock();
  await close();
});
