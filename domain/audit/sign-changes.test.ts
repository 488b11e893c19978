import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditCheckpoints, auditHead } from '@/db/schema/history';
import { followFeed } from '@/domain/feed/follow-feed';
import { change, openFeedWorld, quiet } from '@/domain/feed/testing/feed-world';
import { keyIdOf } from '@/domain/ledger/checkpoint';
import { signChanges } from './sign-changes';

let world: Awaited<ReturnType<typeof openFeedWorld>>;
beforeAll(async () => {
  world = await openFeedWorld();
});
afterAll(() => world.close());

const SERVER_SECRET = 'a server secret of at least thirty-two characters';
const checkpoints = () =>
  world.db.select().from(auditCheckpoints).orderBy(asc(auditCheckpoints.seq));

it('changes are signed a while after the first of them, all at once, and none again', async () => {
  const consumer = { ...signChanges(SERVER_SECRET), gatherMs: 1_000 };
  const options = { databaseUrl: world.url, db: world.db, log: quiet };
  await change(world.db, 1);
  const following = followFeed(consumer, options);
  await expect.poll(async () => (await checkpoints()).length).toBe(1);
  await change(world.db, 3);
  const [head] = await world.db.select().from(auditHead);
  await expect.poll(async () => (await world.consumer(consumer.name))?.lagEvents).toBe(0);
  await following.stop();
  const kept = await checkpoints();
  expect(kept.at(-1)).toMatchObject({ seq: head?.seq, hash: head?.hash });
  expect(new Set(kept.map(({ keyId }) => keyId))).toEqual(new Set([keyIdOf(SERVER_SECRET)]));
  // Started again, it finds nothing that is not signed.
  const again = followFeed(consumer, options);
  await expect.poll(async () => (await world.consumer(consumer.name))?.state).toBe('following');
  await again.stop();
  expect(await checkpoints()).toEqual(kept);
});
