import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openDecisionJournal } from '@/app/server/decision-journal';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { handleControlRequest } from './handle';

let world: World;
let fixture: Fixture;
let directory: string;
let closeJournal: () => Promise<void>;
/** What the holder has left, when the answer to their rotation is lost. */
let secret: string;
let tokenId: string;
let key: string;

beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  directory = await mkdtemp(join(tmpdir(), 'retry-rotation-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  closeJournal = await openDecisionJournal({
    ...{ databaseUrl: world.url, directory, maxBytes: 10_000_000, logLevel: 'silent' },
  });
});
afterAll(async () => {
  await closeJournal();
  await world.close();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  const input = { identity: fixture.service.id, group: 'billing', name: 'holder' };
  const made = await asAdministrator(world, createToken, input);
  secret = made.secret;
  tokenId = made.token.id;
  key = randomUUID();
});

async function call(
  path: string,
  { method = 'POST', body = '{"overlapSeconds":0}', idempotencyKey = key as string | null } = {},
) {
  const response = await handleControlRequest(
    new Request(`http://127.0.0.1/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'x-keyward-client-address': '192.0.2.7',
        ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
      },
      ...(method !== 'GET' && { body }),
    }),
  );
  return { status: response.status, body: await response.json() };
}
const rotate = (more: Parameters<typeof call>[1] = {}) => call('/tokens/self/rotate', more);
const refused = { status: 401, body: { code: 'invalid_token' } };

const membersOf = async (familyId: string) => {
  const { rows } = await world.owner.execute(
    sql`select id from tokens where family_id = ${familyId}`,
  );
  return rows.length;
};

const codesOf = async (id: string) => {
  const { rows } = await world.owner.execute<{ code: string }>(
    sql`select code from decisions where token_id = ${id} order by id`,
  );
  return rows.map(({ code }) => code);
};

it('a lost answer is given again to the token that the rotation has ended', async () => {
  const first = await rotate();
  expect(first.status).toBe(201);
  const second = await rotate();
  expect(second).toMatchObject({ status: 201, body: { secret: first.body.secret } });
  expect(second.body.token.id).toBe(first.body.token.id);
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'tokens.rotateSelf', outcome: 'done', actorId: fixture.service.id },
    after: { repeats: first.body.seq },
  });
  // Both are uses of the token that were let through: nobody is told that it is still used.
  await expect.poll(() => codesOf(tokenId), { timeout: 15_000 }).toEqual(['allowed', 'allowed']);
  expect(await membersOf(first.body.token.familyId)).toBe(2);
});

it('nothing else is open to it: another key, none, another input, another operation', async () => {
  const { body } = await rotate();
  expect(await rotate({ idempotencyKey: randomUUID() })).toMatchObject(refused);
  expect(await rotate({ idempotencyKey: null })).toMatchObject(refused);
  expect(await call('/tokens/self', { method: 'GET' })).toMatchObject(refused);
  expect(await call('/tokens/self/revoke', { body: '{}' })).toMatchObject(refused);
  expect(await rotate({ body: '{"overlapSeconds":60}' })).toMatchObject({
    ...{ status: 409, body: { code: 'idempotency_key_reused' } },
  });
  expect(await membersOf(body.token.familyId)).toBe(2);
  const codes = ['allowed', 'token_retired', 'token_retired', 'token_retired', 'token_retired'];
  await expect.poll(() => codesOf(tokenId), { timeout: 15_000 }).toEqual([...codes, 'allowed']);
});

it('a key of another operation opens nothing', async () => {
  await rotate();
  await world.owner.execute(sql`update idempotency_keys set operation = 'tokens.delegateSelf'
    where credential_id = ${tokenId}`);
  expect(await rotate()).toMatchObject(refused);
});

it('after ten minutes it is over', async () => {
  await rotate();
  const since = (seconds: number) =>
    world.owner.execute(sql`update tokens set created_at = created_at - interval '1 hour',
      retires_at = now() - make_interval(secs => ${seconds}) where id = ${tokenId}`);
  await since(599);
  expect(await rotate()).toMatchObject({ status: 201 });
  await since(601);
  expect(await rotate()).toMatchObject(refused);
});

it.each([
  ['its family', () => asAdministrator(world, revokeFamily, { token: tokenId })],
  ['it itself', () => asAdministrator(world, revokeToken, { token: tokenId })],
])('with %s revoked it opens nothing', async (_what, revoke) => {
  await rotate();
  await revoke();
  expect(await rotate()).toMatchObject(refused);
});

it('a successor that was revoked is not handed out again', async () => {
  const { body } = await rotate();
  await asAdministrator(world, revokeToken, { token: body.token.id });
  const again = await rotate();
  expect(again.status).toBe(409);
  expect(JSON.stringify(again.body)).not.toContain(body.secret);
});

it('what else ends a token ends this as well', async () => {
  await rotate();
  const identity = { identity: fixture.service.id };
  await asAdministrator(world, suspendIdentity, identity);
  expect(await rotate()).toMatchObject(refused);
  await asAdministrator(world, resumeIdentity, identity);
  expect(await rotate()).toMatchObject({ status: 201 });
});
