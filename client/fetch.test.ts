import { describe, expect, it } from 'vitest';
import { makeToken } from '@/verifier/testing/fixture';
import { database, standVerifier, verifier, world } from '@/verifier/testing/standing-verifier';
import { recorded } from '@/verifier/testing/start';
import { createClient } from './client.js';
import { guardHandler, type HandlerOptions } from './fetch.js';

standVerifier();

interface Context {
  readonly peer: string;
}

const guarded = (more: Partial<HandlerOptions<[Context]>> = {}) =>
  guardHandler(
    {
      client: createClient({ verifierUrl: verifier.address, token: world.caller.secret }),
      api: 'billing',
      ...more,
    },
    (_request, verdict, context: Context) => Response.json({ verdict, context }),
  );
const request = (path: string, init: RequestInit = {}, secret = world.token.secret) =>
  new Request(`https://billing.example.com${path}`, {
    ...init,
    headers: { authorization: `Bearer ${secret}`, ...init.headers },
  });
const context = { peer: '10.1.2.3' };

describe('a guarded handler', () => {
  it('is called with the verdict and whatever else its caller gave', async () => {
    const headers = { 'user-agent': 'curl/8', 'x-request-id': 'fetch-1' };
    const response = await guarded()(request('/v1/invoices/7?page=2', { headers }), context);
    expect(await response.json()).toMatchObject({
      verdict: { allowed: true, operation: 'getInvoice' },
      context,
    });
    const [row] = await recorded(database.db, 'requestId', 'fetch-1');
    expect(row).toMatchObject({ path: '/v1/invoices/7', ip: null, userAgent: 'curl/8' });
  });

  it('is asked about without the query, which may hold secrets', async () => {
    const client = createClient({ verifierUrl: verifier.address, token: world.caller.secret });
    const asked: unknown[] = [];
    const listening: typeof client.verify = (question, options) => {
      asked.push(question);
      return client.verify(question, options);
    };
    const ask = guarded({ client: { verify: listening } });
    expect((await ask(request('/v1/invoices?a=hidden?b#c'), context)).status).toBe(200);
    expect(asked).toMatchObject([{ method: 'GET', path: '/v1/invoices' }]);
    expect(JSON.stringify(asked)).not.toContain('hidden');
  });

  it('is not called for a request that is denied', async () => {
    const denied = async (asked: Request) => {
      const response = await guarded()(asked, context);
      return [response.status, response.headers.get('www-authenticate'), await response.text()];
    };
    const lacking = 'Bearer error="insufficient_scope", scope="invoices:delete"';
    expect(await denied(request('/v1/invoices/7', { method: 'DELETE' }))).toEqual([
      403,
      lacking,
      '',
    ]);
    expect(await denied(request('/v1/invoices', {}, 'rubbish'))).toEqual([
      401,
      'Bearer error="invalid_token"',
      '',
    ]);
    const twice = request('/v1/invoices');
    twice.headers.append('authorization', 'Bearer other');
    expect(await denied(twice)).toEqual([401, 'Bearer realm="keyward"', '']);
    const ambiguous = [403, 'Bearer error="insufficient_scope"', ''];
    expect(await denied(request('/v1/invoices/a%2Fb'))).toEqual(ambiguous);
  });

  it('is not told to have been asked for something else by a URL that came as it was', async () => {
    const asked = Object.create(request('/'), {
      url: { value: 'https://billing.example.com/v1/x/../invoices' },
      method: { value: 'GET' },
      headers: { value: request('/').headers },
      signal: { value: undefined },
    }) as Request;
    expect((await guarded()(asked, context)).status).toBe(403);
  });

  it('believes the address it is given by the server’s own means', async () => {
    const limits = { allowedCidrs: ['10.0.0.0/8'] };
    const { secret } = await makeToken(database.db, world.owner, limits);
    const asked = () => request('/v1/invoices', {}, secret);
    expect((await guarded()(asked(), context)).status).toBe(401);
    const addressed = guarded({ clientAddress: (_request, { peer }) => peer });
    expect((await addressed(asked(), context)).status).toBe(200);
    expect((await addressed(asked(), { peer: '192.0.2.1' })).status).toBe(401);
    expect((await addressed(asked(), { peer: 'nonsense' })).status).toBe(503);
  });

  it('stops asking when its caller has gone', async () => {
    const reason = new Error('gone');
    const asked = request('/v1/invoices', { signal: AbortSignal.abort(reason) });
    await expect(guarded()(asked, context)).rejects.toBe(reason);
  });
});
