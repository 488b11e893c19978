import { expect, it } from 'vitest';
import { makeGroup, makeScope, makeService, makeToken } from './testing/fixture';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded } from './testing/start';

standVerifier();

/** A resource server whose group holds this one operation of Keyward. */
async function serverHolding(operation: string) {
  const slug = operation.replace('.', '-');
  const scope = await makeScope(database.db, world.keyward, `only:${slug}`, [operation]);
  const groupId = await makeGroup(database.db, slug, [scope]);
  return makeToken(database.db, {
    identityId: await makeService(database.db, slug, [groupId]),
    groupId,
  });
}

/** How both questions are answered to this server. */
async function answersTo(secret: string) {
  const authorization = `Bearer ${secret}`;
  const introspected = await fetch(`${verifier.address}/v1/introspect`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: `token=${world.token.secret}`,
  });
  const verified = await fetch(`${verifier.address}/v1/verify`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ token: world.token.secret, api: 'billing', operation: 'listInvoices' }),
  });
  return { introspect: introspected.status, verify: verified.status };
}

it('the right to verify does not introspect, and the right to introspect does not verify', async () => {
  const verifies = await serverHolding('tokens.verify');
  const introspects = await serverHolding('tokens.introspect');
  expect(await answersTo(verifies.secret)).toEqual({ introspect: 403, verify: 200 });
  expect(await answersTo(introspects.secret)).toEqual({ introspect: 200, verify: 403 });
  const refused = await recorded(database.db, 'tokenId', verifies.id, 1);
  expect(refused).toContainEqual(
    expect.objectContaining({ code: 'operation_not_granted', operation: 'tokens.introspect' }),
  );
});
