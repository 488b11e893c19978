import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTestDatabase } from '../testing/database';
import { makeToken, revoke } from '../testing/fixture';
import { authorize, onThisMachineMs, recorded, until } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

const HOUR_MS = 3_600_000;
const JUMP_AFTER_MS = 5_000;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
});
afterAll(() => database.drop());

/** Starts a verifier whose `Date` is off by what an expression says. */
async function startWithClock(offByMs: string) {
  const folder = await mkdtemp(join(tmpdir(), 'verifier-clock-'));
  const script = join(folder, 'clock.mjs');
  await writeFile(
    script,
    `const Real = Date;
     const now = () => Real.now() + (${offByMs});
     globalThis.Date = class extends Real {
       constructor(...given) { super(...(given.length > 0 ? given : [now()])); }
       static now() { return now(); }
     };`,
  );
  const options = { ...PROCESS_OPTIONS, databaseUrl: database.url, journalDir: folder };
  const wrapper = ['env', `NODE_OPTIONS=--import=${pathToFileURL(script)}`];
  const verifier = await spawnVerifier(options, wrapper);
  onTestFinished(() => verifier.end('SIGTERM'));
  const ask = (secret: string, requestId = 'clock') =>
    authorize(verifier.address, {
      ...forwarded(secret, 'GET', '/v1/invoices'),
      'x-request-id': requestId,
    });
  await until(
    () => ask(world.token.secret),
    ({ status }) => status === 200,
  );
  return {
    address: verifier.address,
    statusOf: async (secret: string) => (await ask(secret)).status,
    ask,
  };
}

const expiringIn = (ms: number) =>
  makeToken(database.db, world.owner, { expiresAt: new Date(Date.now() + ms) });

describe('lifetimes are kept by the clock of the database', { timeout: 240_000 }, () => {
  it.each([
    ['an hour ahead', HOUR_MS],
    ['an hour behind', -HOUR_MS],
  ])('with the clock of the verifier %s', async (what, offByMs) => {
    const { statusOf, ask, address } = await startWithClock(String(offByMs));
    expect(await statusOf((await expiringIn(HOUR_MS / 2)).secret)).toBe(200);
    expect(await statusOf((await expiringIn(-HOUR_MS / 2)).secret)).toBe(401);
    await ask(world.token.secret, what);
    const [row] = await recorded(database.db, 'requestId', what);
    expect(Math.abs(Date.parse(`${row?.at}`) - Date.now())).toBeLessThan(10_000);
    // Whoever watches the fleet can see it.
    const text = await (await fetch(`${address}/metrics`)).text();
    const offset = Number(/^keyward_clock_offset_seconds (\S+)/m.exec(text)?.[1]);
    expect(Math.abs(offset + offByMs / 1_000)).toBeLessThan(1);
  });

  it('with a clock that steps back by an hour: nothing comes back to life, nothing goes deaf', async () => {
    const jumping = `performance.now() > ${JUMP_AFTER_MS} ? -${HOUR_MS} : 0`;
    const { statusOf, address } = await startWithClock(jumping);
    const brief = await expiringIn(1_500);
    expect(await statusOf(brief.secret)).toBe(200);
    const hasJumped = async () => {
      const text = await (await fetch(`${address}/metrics`)).text();
      return Number(/^keyward_clock_offset_seconds (\S+)/m.exec(text)?.[1]) > 3_000;
    };
    await until(hasJumped, Boolean, JUMP_AFTER_MS * 2);
    await until(
      () => statusOf(brief.secret),
      (status) => status === 401,
    );
    expect(await statusOf(world.token.secret)).toBe(200);
    // Silence, polling and breaking off are measured by a clock that can't step.
    const token = await makeToken(database.db, world.owner);
    expect(await statusOf(token.secret)).toBe(200);
    await revoke(database.db, token.id);
    await until(
      () => statusOf(token.secret),
      (status) => status === 401,
      onThisMachineMs(3_000),
    );
  });
});
