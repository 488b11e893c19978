import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { apis, operations } from '@/db/schema/apis';
import { change } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { authorize, recorded, until, verify } from './testing/start';
import { forwarded } from './testing/world';

standVerifier();

const inBilling = { api: 'billing', operation: 'listInvoices' };
const ask = async (question: object = inBilling) =>
  (await verify(verifier.address, world.caller.secret, { token: world.token.secret, ...question }))
    .body;
const turn = (state: 'active' | 'frozen', action: 'apis.freeze' | 'apis.unfreeze' | 'apis.thaw') =>
  change(database.db, action, [world.api.id], (tx) =>
    tx.update(apis).set({ state }).where(eq(apis.id, world.api.id)),
  );
const answers = (code: string) =>
  until(
    () => ask(),
    (body) => body.code === code,
  );

it('of a frozen API nothing is allowed, by operation, route or scope, until it thaws', async () => {
  await answers('allowed');
  await turn('frozen', 'apis.freeze');
  const denied = await answers('api_frozen');
  expect(denied).toMatchObject({ allowed: false, scopes: [] });
  for (const question of [
    { api: 'billing', scope: 'invoices:read' },
    { api: 'billing', method: 'GET', path: '/v1/invoices' },
    { api: 'billing', operation: 'deleteInvoice' },
  ]) {
    expect(await ask(question)).toMatchObject({ allowed: false, code: 'api_frozen' });
  }
  const { status } = await authorize(
    verifier.address,
    forwarded(world.token.secret, 'GET', '/v1/invoices'),
  );
  expect(status).toBe(403);
  const [row] = await recorded(database.db, 'id', denied.decisionId);
  expect(row).toMatchObject({ code: 'api_frozen', api: 'billing', operation: 'listInvoices' });
  await turn('active', 'apis.thaw');
  await answers('allowed');
});

it('other APIs go on, and introspection says that nothing is open here', async () => {
  await turn('frozen', 'apis.freeze');
  await answers('api_frozen');
  const introspect = async (form: Record<string, string>) => {
    const response = await fetch(`${verifier.address}/v1/introspect`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.caller.secret}` },
      body: new URLSearchParams({ token: world.token.secret, ...form }),
    });
    return response.json();
  };
  expect(await introspect({})).toMatchObject({ active: true, scope: '' });
  expect(await introspect({ api: 'billing' })).toEqual({ active: false });
  await turn('active', 'apis.unfreeze');
  await answers('allowed');
});

it('a public operation of it is closed as well', async () => {
  const isPublic = (value: boolean) =>
    change(database.db, 'operations.update', [world.api.id], (tx) =>
      tx.update(operations).set({ isPublic: value }).where(eq(operations.name, 'refund')),
    );
  await isPublic(true);
  const refund = { api: 'billing', operation: 'refund' };
  await until(
    () => ask(refund),
    (body) => body.code === 'allowed',
  );
  await turn('frozen', 'apis.freeze');
  await until(
    () => ask(refund),
    (body) => body.code === 'api_frozen',
  );
  await turn('active', 'apis.unfreeze');
  await isPublic(false);
});
