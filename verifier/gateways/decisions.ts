import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { tokens } from '@/db/schema/tokens';
import { generateTokenSecret } from '@/domain/base/token-format';
import { change, makeToken } from '../testing/fixture';
import { until } from '../testing/start';
import { CLIENT_ADDRESS, oneConnection } from './client';
import type { Testbed } from './testbed';

const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;
const INVALID = 'Bearer error="invalid_token"';

/** What every gateway must make of the verifier's answers. */
export function describeAllowed(testbed: () => Testbed): void {
  describe('a request that is allowed', () => {
    it('reaches the API once, as sent, with the headers of the verifier, and is recorded', async () => {
      const { world, ask, decisionOn } = testbed();
      const { received, ...answer } = await ask({
        target: '/v1/invoices/7?page=2&q=%2F..%2F',
        headers: [...bearer(world.token.secret), 'User-Agent', 'allowed'],
      });
      expect(answer).toMatchObject({ status: 200, body: 'from the API' });
      expect(received).toMatchObject([
        { method: 'GET', target: '/v1/invoices/7?page=2&q=%2F..%2F' },
      ]);
      const decision = await decisionOn('allowed');
      expect(decision).toMatchObject({
        ...{ outcome: 'allowed', method: 'GET', path: '/v1/invoices/7', ip: CLIENT_ADDRESS },
        ...{ api: 'billing', operation: 'getInvoice', tokenId: world.token.id },
      });
      expect(Object.fromEntries(received[0]?.headers ?? [])).toMatchObject({
        host: ['billing.example.com'],
        'x-keyward-decision': [decision.id],
        'x-keyward-token': [world.token.id],
        'x-keyward-identity': [world.identityId],
        'x-keyward-group': ['billing'],
        'x-keyward-operation': ['getInvoice'],
        'x-keyward-scopes': ['invoices:read'],
        'x-forwarded-for': [CLIENT_ADDRESS],
        'x-request-id': [decision.requestId],
        'user-agent': ['allowed'],
      });
      expect(decision.requestId).toMatch(/^[0-9a-f-]{32,36}$/);
      expect(received[0]?.headers.has('authorization')).toBe(false);
    });

    it('may be a HEAD, which stays one', async () => {
      const { world, ask, decisionOn } = testbed();
      const headers = [...bearer(world.token.secret), 'User-Agent', 'head'];
      const answer = await ask({ method: 'HEAD', target: '/v1/invoices/7', headers });
      expect(answer).toMatchObject({ status: 200, body: '', received: [{ method: 'HEAD' }] });
      expect(await decisionOn('head')).toMatchObject({ method: 'HEAD', operation: 'getInvoice' });
    });

    it.each(['of known length', 'in chunks'])(
      'takes its body, %s, past the verifier',
      async (how) => {
        const { uploader, ask, tap } = testbed();
        const body = randomBytes(2_000_000);
        tap.take();
        const framing = how === 'in chunks' ? ['Transfer-Encoding', 'chunked'] : [];
        const { status, received } = await ask({
          ...{ method: 'POST', target: '/files/uploads', body },
          headers: [...bearer(uploader.secret), ...framing],
        });
        expect(status).toBe(200);
        const bodySha256 = createHash('sha256').update(body).digest('hex');
        expect(received).toMatchObject([{ method: 'POST', bodyBytes: 2_000_000, bodySha256 }]);
        const question = tap.take().text;
        expect(question).toMatch(/^[A-Z]+ \/v1\/authorize HTTP\/1\.1\r\n(?:[^\r\n]+\r\n)+\r\n$/);
        // Announced and not sent, the next question would be taken for it.
        expect(question).not.toMatch(/\r\n(?:transfer-encoding|content-length): *[^0\r\n]/i);
      },
    );

    it.each([401, 403, 500, 503])('gets the answer of the API itself, be it %s', async (status) => {
      const { world, ask } = testbed();
      const answer = await ask({
        target: `/v1/invoices?status=${status}`,
        headers: bearer(world.token.secret),
      });
      expect(answer).toMatchObject({ status, body: 'from the API' });
      expect(answer.headers).toMatchObject({ 'x-upstream': 'reached' });
      expect(answer.headers['www-authenticate']).toBeUndefined();
    });
  });
}

/** What every gateway must tell a client that is refused. */
export function describeDenied(testbed: () => Testbed): void {
  describe('a request that is refused', () => {
    it('gets 403 and the scope it needs when the operation is not granted', async () => {
      const { world, ask, decisionOn } = testbed();
      const headers = [...bearer(world.token.secret), 'User-Agent', 'denied'];
      const answer = await ask({ method: 'DELETE', target: '/v1/invoices/7', headers });
      expect(answer).toMatchObject({ status: 403, received: [] });
      const challenge = 'Bearer error="insufficient_scope", scope="invoices:delete"';
      expect(answer.headers['www-authenticate']).toBe(challenge);
      expect(await decisionOn('denied')).toMatchObject({
        ...{ outcome: 'denied', code: 'operation_not_granted', method: 'DELETE' },
        ...{ path: '/v1/invoices/7', ip: CLIENT_ADDRESS },
        requestId: expect.stringMatching(/^[0-9a-f-]{32,36}$/),
      });
    });

    it.each([
      ['without a token', [], 'Bearer realm="keyward"'],
      ['with an unknown token', bearer(generateTokenSecret('service')), INVALID],
      ['with something that is no token', bearer('rubbish'), INVALID],
    ])('gets 401 %s', async (_what, headers, challenge) => {
      const answer = await testbed().ask({ headers });
      expect(answer).toMatchObject({ status: 401, received: [] });
      expect(answer.headers['www-authenticate']).toBe(challenge);
    });

    it('gets 401 as soon as its token is revoked', async () => {
      const { world, db, ask } = testbed();
      const token = await makeToken(db, world.owner);
      const headers = bearer(token.secret);
      expect(await ask({ headers })).toMatchObject({ status: 200, received: [{}] });
      const values = { state: 'revoked', revokedBy: 'x', stateBeforeRevoke: 'active' } as const;
      await change(db, 'tokens.revoke', [token.id], (tx) =>
        tx
          .update(tokens)
          .set({ ...values, revokedAt: sql`clock_timestamp()` })
          .where(sql`${tokens.id} = ${token.id}`),
      );
      await until(
        () => ask({ headers }),
        ({ status }) => status === 401,
      );
      const answer = await ask({ headers });
      expect(answer).toMatchObject({ status: 401, received: [] });
      expect(answer.headers['www-authenticate']).toBe(INVALID);
    });
  });
}

/** Connections live on, decisions don't. */
export function describeConnections(testbed: () => Testbed): void {
  describe('connections', () => {
    it('are kept, and each request on one has a decision of its own', async () => {
      const { world, uploader, ask } = testbed();
      const agent = oneConnection();
      const first = await ask({ agent, headers: bearer(world.token.secret) });
      const second = await ask({ agent, headers: bearer(uploader.secret) });
      const third = await ask({ agent, headers: bearer(world.token.secret) });
      agent.destroy();
      expect([first, second, third].map(({ status }) => status)).toEqual([200, 403, 200]);
      expect([second.isReused, third.isReused]).toEqual([true, true]);
      expect(second.received).toEqual([]);
    });

    it('at the same time are told apart', async () => {
      const { world, db, send, received } = testbed();
      const other = await makeToken(db, world.owner);
      const before = received.length;
      const statuses = await Promise.all(
        Array.from({ length: 60 }, async (_, count) => {
          const { id, secret } = count % 2 === 0 ? world.token : other;
          const method = count % 3 === 0 ? 'DELETE' : 'GET';
          const target = `/v1/invoices/${id}`;
          const { status } = await send({ method, target, headers: bearer(secret) });
          return status === (method === 'GET' ? 200 : 403);
        }),
      );
      expect(statuses).not.toContain(false);
      const reached = received.slice(before);
      expect(reached).toHaveLength(40);
      for (const { target, headers } of reached) {
        expect(target).toBe(`/v1/invoices/${headers.get('x-keyward-token')?.[0]}`);
      }
    });

    it('to the verifier are few for many requests', async () => {
      const { world, ask, tap } = testbed();
      tap.take();
      for (let count = 0; count < 20; count += 1) {
        expect(await ask({ headers: bearer(world.token.secret) })).toMatchObject({ status: 200 });
      }
      const { connections, text } = tap.take();
      expect(text.match(/\/v1\/authorize HTTP/g)).toHaveLength(20);
      expect(connections).toBeLessThanOrEqual(3);
    });
  });
}
