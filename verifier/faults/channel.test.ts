import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FeedMode, startTcpProxy } from '@/db/testing/tcp-proxy';
import { openTestDatabase } from '../testing/database';
import { change, makeToken, revoke } from '../testing/fixture';
import { authorize, isFollowing, startTestVerifier, until } from '../testing/start';
import { forwarded, makeWorld, type World } from '../testing/world';

const HONOURED_WITHIN_MS = 3_000;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let proxy: Awaited<ReturnType<typeof startTcpProxy>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  proxy = await startTcpProxy(database.url);
  verifier = await startTestVerifier(proxy.url);
});
afterAll(async () => {
  await verifier.close();
  await proxy.close();
  await database.drop();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const statusOf = async (secret: string) =>
  (await authorize(verifier.address, forwarded(secret, 'GET', '/v1/invoices'))).status;

const following = () =>
  until(
    () => isFollowing(verifier.address),
    (yes) => yes,
  );

/** Revokes cached tokens one after the other, each behind a broken feed, and says how long each was allowed. */
async function measure(title: string, count: number, breakFeed: () => void, mendFeed: () => void) {
  const took: number[] = [];
  for (let round = 1; round <= count; round += 1) {
    await following();
    const token = await makeToken(database.db, world.owner);
    expect(await statusOf(token.secret)).toBe(200);
    breakFeed();
    await revoke(database.db, token.id);
    const revokedAt = performance.now();
    let lastAllowedMs = 0;
    let askedAt = revokedAt;
    await until(
      () => {
        askedAt = performance.now();
        return statusOf(token.secret);
      },
      (status) => {
        if (status === 200) lastAllowedMs = askedAt - revokedAt;
        return status === 401;
      },
    );
    mendFeed();
    took.push(Math.round(lastAllowedMs));
  }
  process.stdout.write(`${title}: last allowed ${took.join(', ')} ms after the revocation\n`);
  expect(Math.max(...took)).toBeLessThan(HONOURED_WITHIN_MS);
}

const inMode = (mode: FeedMode) => () => proxy.treatFeed(mode);

describe('with the database up, a revocation is honoured within 3 s', { timeout: 240_000 }, () => {
  it('when every notification is lost', async () => {
    await measure('notifications lost', 4, inMode('muted'), inMode('open'));
  });

  it('when the connection of the feed is cut again and again', async () => {
    let cutting: NodeJS.Timeout | undefined;
    const cut = () => {
      proxy.dropFeed();
      cutting = setInterval(proxy.dropFeed, 50);
    };
    await measure('feed cut every 50 ms', 4, cut, () => clearInterval(cutting));
  });

  it('when the connection of the feed, and every new one, goes silent', async () => {
    await measure('feed silent', 2, inMode('silent'), inMode('open'));
  });

  it('when the feed can’t connect at all', async () => {
    await measure('feed refused', 2, inMode('cut'), inMode('open'));
  });
});

describe('a feed that can’t connect', () => {
  it('tries again at a pace, even with a notification that came last', async () => {
    const notify = () => change(database.db, 'apis.update', [], async () => undefined);
    await following();
    proxy.treatFeed('deaf');
    // The first wakes the feed, whose question is never answered; the second comes meanwhile.
    await notify();
    await pause(200);
    await notify();
    await pause(200);
    proxy.treatFeed('cut');
    const before = proxy.feedAttempts;
    await pause(1_500);
    expect(proxy.feedAttempts - before).toBeLessThan(10);
    proxy.treatFeed('open');
    await following();
  });
});
