import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groups } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { openTestDatabase } from './testing/database';
import { change, makeGroup, makeService, makeToken } from './testing/fixture';
import { startTestVerifier, until, verify } from './testing/start';
import { makeWorld, type World } from './testing/world';

const LIMIT_SECONDS = 3_600;
const hoursAgo = (hours: number) => sql`now() - make_interval(secs => ${hours * 3_600})`;

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;
let owner: { identityId: string; groupId: string };

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  world = await makeWorld(db);
  const groupId = await makeGroup(db, 'short', [world.scopes.read, world.scopes.verify], {
    idleLimitSeconds: LIMIT_SECONDS,
  });
  owner = { groupId, identityId: await makeService(db, 'sleeper', [groupId]) };
  verifier = await startTestVerifier(database.url);
});
afterAll(async () => {
  await verifier.close();
  await database.drop();
});

const made = (hoursSinceMade: number) =>
  makeToken(database.db, owner, { idleFrom: hoursAgo(hoursSinceMade) as never });
const codeOf = async (secret: string, operation = 'listInvoices') =>
  (
    await verify(verifier.address, world.caller.secret, {
      token: secret,
      api: 'billing',
      operation,
    })
  ).body.code;
const usageOf = async (tokenId: string) =>
  (await database.db.select().from(tokenUsage).where(eq(tokenUsage.tokenId, tokenId)))[0];
const usedElsewhere = (tokenId: string, hours: number) =>
  database.db.insert(tokenUsage).values({
    tokenId,
    firstUsedAt: hoursAgo(9) as never,
    lastUsedAt: hoursAgo(hours) as never,
    lastAllowedAt: hoursAgo(hours) as never,
    allowedCount: 1,
    deniedCount: 0,
  });

describe('a token unused for longer than its group allows', () => {
  it('is denied as idle, and being denied does not wake it', async () => {
    const { id, secret } = await made(2);
    expect(await codeOf(secret)).toBe('idle');
    await until(
      () => usageOf(id),
      (usage) => (usage?.deniedCount ?? 0) > 0,
    );
    expect(await usageOf(id)).toMatchObject({ lastAllowedAt: null, allowedCount: 0 });
    expect(await codeOf(secret)).toBe('idle');
  });

  it('is not active for who introspects it, and may not ask as a resource server', async () => {
    const { secret } = await made(2);
    const response = await fetch(`${verifier.address}/v1/introspect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.caller.secret}` },
      body: new URLSearchParams({ token: secret }),
    });
    expect(await response.json()).toEqual({ active: false });
    const asked = { token: world.token.secret, api: 'billing', operation: 'listInvoices' };
    expect((await verify(verifier.address, secret, asked)).status).toBe(401);
  });

  it('works again once the limit is loosened', async () => {
    const { secret } = await made(2);
    expect(await codeOf(secret)).toBe('idle');
    const setLimit = (idleLimitSeconds: number) =>
      change(database.db, 'groups.update', [owner.groupId], (tx) =>
        tx.update(groups).set({ idleLimitSeconds }).where(eq(groups.id, owner.groupId)),
      );
    await setLimit(3 * LIMIT_SECONDS);
    await until(
      () => codeOf(secret),
      (code) => code === 'allowed',
    );
    await setLimit(LIMIT_SECONDS);
  });

  it('works again once somebody resumes it', async () => {
    const { id, secret } = await made(2);
    expect(await codeOf(secret)).toBe('idle');
    await change(database.db, 'tokens.resume', [id], (tx) =>
      tx.update(tokens).set({ idleFrom: sql`now()` }).where(eq(tokens.id, id)),
    );
    await until(
      () => codeOf(secret),
      (code) => code === 'allowed',
    );
  });
});

describe('a token that is used', () => {
  it('is not idle, however long ago it was made', async () => {
    const { id, secret } = await made(9);
    await usedElsewhere(id, 0.5);
    expect(await codeOf(secret)).toBe('allowed');
  });

  it('is believed to be idle only after another look at what other verifiers saw', async () => {
    const { id, secret } = await made(2);
    expect(await codeOf(secret)).toBe('idle');
    await usedElsewhere(id, 0);
    await until(
      () => codeOf(secret),
      (code) => code === 'allowed',
    );
  });

  it('is used where its holder asks the verifier about others, too', async () => {
    const { id, secret } = await made(0);
    const asked = { token: world.token.secret, api: 'billing', operation: 'listInvoices' };
    expect((await verify(verifier.address, secret, asked)).status).toBe(200);
    const usage = await until(
      () => usageOf(id),
      (found) => found !== undefined,
    );
    expect(usage?.lastAllowedAt).toEqual(usage?.lastUsedAt);
  });
});
