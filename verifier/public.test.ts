import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operations } from '@/db/schema/apis';
import { tokenUsage } from '@/db/schema/operating';
import { generateTokenSecret } from '@/domain/base/token-format';
import { openTestDatabase } from './testing/database';
import { makeToken } from './testing/fixture';
import { authorize, recorded, startTestVerifier, verify } from './testing/start';
import { forwarded, makeWorld, type World } from './testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
let world: World;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  await database.db
    .update(operations)
    .set({ isPublic: true })
    .where(eq(operations.name, 'listInvoices'));
  verifier = await startTestVerifier(database.url);
});
afterAll(async () => {
  await verifier.close();
  await database.drop();
});

const dead = async () =>
  await makeToken(database.db, world.owner, { expiresAt: new Date(Date.now() - 1_000) });

it('allows a public operation without a token, with a malformed and an unknown one, and records each', async () => {
  for (const secret of [null, 'rubbish', generateTokenSecret('service')]) {
    const response = await authorize(verifier.address, forwarded(secret, 'GET', '/v1/invoices'));
    expect(response.status).toBe(200);
    expect(response.headers.get('x-keyward-operation')).toBe('listInvoices');
    expect(response.headers.get('x-keyward-identity')).toBe('');
    const id = response.headers.get('x-keyward-decision') ?? '';
    expect(await recorded(database.db, 'id', id)).toMatchObject([
      {
        outcome: 'allowed',
        code: 'allowed',
        reason: 'public_operation',
        api: 'billing',
        operation: 'listInvoices',
        path: '/v1/invoices',
        tokenId: null,
      },
    ]);
  }
});

it('records a dead token that was shown where none is needed, names nobody, and counts no use', async () => {
  const token = await dead();
  const question = { api: 'billing', method: 'GET', path: '/v1/invoices', token: token.secret };
  const { body } = await verify(verifier.address, world.caller.secret, question);
  expect(body).toMatchObject({ allowed: true, reason: 'public_operation', scopes: [] });
  expect(body).not.toHaveProperty('identity');
  expect(body).not.toHaveProperty('token');
  const [row] = await recorded(database.db, 'id', body.decisionId);
  expect(row).toMatchObject({ tokenId: token.id, outcome: 'allowed', scope: null });
  const [usage] = await database.db
    .select()
    .from(tokenUsage)
    .where(eq(tokenUsage.tokenId, token.id));
  expect(usage).toBeUndefined();
});

it('says who it is where the token works', async () => {
  const response = await authorize(
    verifier.address,
    forwarded(world.token.secret, 'GET', '/v1/invoices'),
  );
  expect(response.headers.get('x-keyward-identity')).toBe(world.identityId);
});

it.each([
  ['another operation', 'DELETE', '/v1/invoices/7', 401],
  ['a path that only resembles it', 'GET', '/v1/invoices/', 401],
  ['its path with another method', 'POST', '/v1/invoices', 401],
])('opens nothing else: %s', async (_what, method, path, status) => {
  const response = await authorize(verifier.address, forwarded(null, method, path));
  expect(response.status).toBe(status);
});

it('opens nothing else to a dead token, or to one that lacks the operation', async () => {
  const deletion = (secret: string) => forwarded(secret, 'DELETE', '/v1/invoices/7');
  const { secret } = await dead();
  expect((await authorize(verifier.address, deletion(secret))).status).toBe(401);
  expect((await authorize(verifier.address, deletion(world.token.secret))).status).toBe(403);
});
