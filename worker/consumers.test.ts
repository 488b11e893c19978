import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFeedWorld, quiet } from '@/domain/feed/testing/feed-world';
import { startConsumers } from './consumers';

let world: Awaited<ReturnType<typeof openFeedWorld>>;
beforeAll(async () => {
  world = await openFeedWorld();
});
afterAll(() => world.close());

const start = (serverSecret: string | undefined) =>
  startConsumers({ databaseUrl: world.url, db: world.db, log: quiet, serverSecret });
const state = async () => (await world.consumer('audit-checkpoints'))?.state;

it('a worker that can’t sign leaves that to another, and follows the rest', async () => {
  const consumers = start(undefined);
  expect(consumers.names).toEqual(['webhooks', 'notices']);
  await consumers.stop();
});

it('a worker with the secret follows the log, and leaves its place when it stops', async () => {
  const consumers = start('a server secret of at least thirty-two characters');
  await expect.poll(state).toBe('following');
  await consumers.stop();
  expect(await state()).toBe('idle');
});
