import { desc } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { rawRequest, sendRaw } from './testing/raw-http';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { authorize, recorded, until, verify } from './testing/start';
import { forwarded } from './testing/world';

standVerifier();

const rowsOf = (requestId: string) => recorded(database.db, 'requestId', requestId);
const status = (answer: string) => answer.split('\r\n', 1)[0];
const allowedHeaders = () =>
  Object.entries(forwarded(world.token.secret, 'GET', '/v1/invoices')).map(
    ([name, value]) => `${name}: ${value}`,
  );

describe('headers that contradict themselves', () => {
  it.each([
    ['X-Forwarded-Uri: /v1/invoices/1', '403', 'path_ambiguous'],
    ['X-Forwarded-Uri: /v1/invoices', '403', 'path_ambiguous'],
    ['X-Forwarded-Method: GET', '403', 'operation_unknown'],
    ['X-Forwarded-Host: billing.example.com', '403', 'api_unknown'],
    ['Authorization: Bearer other', '401', 'token_malformed'],
  ])('are refused when there is a second %s', async (second, expected, code) => {
    const requestId = `second ${second}`;
    const headers = [...allowedHeaders(), second, `X-Request-Id: ${requestId}`];
    const answer = await sendRaw(
      verifier.address,
      rawRequest('GET /v1/authorize HTTP/1.1', headers),
    );
    expect(status(answer)).toMatch(new RegExp(`^HTTP/1.1 ${expected} `));
    expect(await rowsOf(requestId)).toMatchObject([{ code }]);
  });

  it('are believed when both families say the same', async () => {
    const headers = [...allowedHeaders(), 'X-Original-URI: /v1/invoices'];
    const answer = await sendRaw(
      verifier.address,
      rawRequest('GET /v1/authorize HTTP/1.1', headers),
    );
    expect(status(answer)).toBe('HTTP/1.1 200 OK');
  });
});

describe('requests that are too much', () => {
  it('answers 431 to headers over 16 KiB', async () => {
    const headers = [...allowedHeaders(), `X-Large: ${'a'.repeat(17_000)}`];
    const answer = await sendRaw(
      verifier.address,
      rawRequest('GET /v1/authorize HTTP/1.1', headers),
    );
    expect(status(answer)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('answers 431 to more than 100 headers, and drops none silently', async () => {
    const many = Array.from({ length: 2_100 }, (_, at) => `a${at}:`);
    const headers = [...many, ...allowedHeaders()];
    const answer = await sendRaw(
      verifier.address,
      rawRequest('GET /v1/authorize HTTP/1.1', headers),
    );
    expect(status(answer)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('cuts a long path, a long user agent and a long request id in the record', async () => {
    const requestId = 'r'.repeat(400);
    await authorize(verifier.address, {
      ...forwarded(world.token.secret, 'GET', `/v1/${'p'.repeat(6_000)}`),
      'user-agent': 'u'.repeat(900),
      'x-request-id': requestId,
    });
    const [row] = await rowsOf('r'.repeat(200));
    expect([row?.path?.length, row?.userAgent?.length]).toEqual([2_000, 300]);
  });
});

describe('bytes that are no request', () => {
  it.each([
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    'GET /v1/authorize HTTP/1.1\r\nA b: c\r\n\r\n',
  ])('%j gets 400 without a word of explanation', async (bytes) => {
    const answer = await sendRaw(verifier.address, bytes);
    expect(status(answer)).toBe('HTTP/1.1 400 Bad Request');
    expect(answer.split('\r\n\r\n')[1]).toBe('');
  });

  it('answers pipelined requests each for itself and in order', async () => {
    const one = rawRequest('GET /v1/authorize HTTP/1.1', allowedHeaders());
    const keepOpen = one.replace('Connection: close\r\n', '');
    const denied = keepOpen.replace('x-forwarded-method: GET', 'x-forwarded-method: DELETE');
    const answer = await sendRaw(verifier.address, keepOpen + denied + one);
    expect(answer.match(/HTTP\/1.1 \d+/g)).toEqual([
      'HTTP/1.1 200',
      'HTTP/1.1 403',
      'HTTP/1.1 200',
    ]);
  });

  it('records bytes that are not UTF-8 and text that Postgres would refuse', async () => {
    const uri = Buffer.from('X-Forwarded-Uri: /v1/\xff\xfe\x80\r\n', 'latin1');
    const rest = rawRequest('GET /v1/authorize HTTP/1.1', [
      ...allowedHeaders().filter((line) => !line.startsWith('x-forwarded-uri')),
      'X-Request-Id: bytes',
    ]);
    const at = rest.indexOf('\r\n\r\n') + 2;
    await sendRaw(
      verifier.address,
      Buffer.concat([Buffer.from(rest.slice(0, at)), uri, Buffer.from(rest.slice(at))]),
    );
    expect(await rowsOf('bytes')).toMatchObject([{ code: 'path_ambiguous' }]);
    const { body } = await verify(verifier.address, world.caller.secret, {
      token: world.token.secret,
      api: 'billing',
      method: 'GET',
      path: '/v1/\0\ud800',
      userAgent: '\ud83d\0',
      requestId: 'nul\0',
    });
    expect(body.code).toBe('path_ambiguous');
    expect(await rowsOf('nul\ufffd')).toMatchObject([
      { path: '/v1/\ufffd\ufffd', userAgent: '\ufffd\ufffd' },
    ]);
  });
});

describe('a secret', () => {
  it('is stored nowhere, not even when it stands in the path or the user agent', async () => {
    const { secret } = world.token;
    await authorize(verifier.address, {
      ...forwarded(secret, 'GET', `/v1/invoices/token%3D${secret}?token=${secret}`),
      'user-agent': `agent ${secret}`,
      'x-request-id': `id-${secret}`,
    });
    await authorize(verifier.address, forwarded('almost-a-secret', 'GET', '/v1/invoices'));
    const rows = await until(
      () => database.db.select().from(decisions).orderBy(desc(decisions.id)).limit(200),
      (found) => found.some((row) => row.requestId?.startsWith('id-')),
    );
    expect(rows.some((row) => row.path?.includes('…[withheld]'))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(4));
    expect(JSON.stringify(rows)).not.toContain('almost-a-secret');
  });
});

describe('the address of the client', () => {
  it('is what the nearest untrusted hop was seen from', async () => {
    const ask = async (forwardedFor: string) => {
      const requestId = `from ${forwardedFor}`;
      await authorize(verifier.address, {
        ...forwarded(world.token.secret, 'GET', '/v1/invoices'),
        'x-forwarded-for': forwardedFor,
        'x-request-id': requestId,
      });
      return (await rowsOf(requestId))[0]?.ip;
    };
    expect(await ask('203.0.113.9')).toBe('203.0.113.9');
    expect(await ask('10.9.9.9, 203.0.113.9')).toBe('203.0.113.9');
    expect(await ask('203.0.113.9, 127.0.0.1')).toBe('203.0.113.9');
    expect(await ask('2001:db8::1')).toBe('2001:db8::1');
    expect(await ask('::ffff:203.0.113.9')).toBe('203.0.113.9');
    expect(await ask('unknown')).toBeNull();
    expect(await ask('203.0.113.9, rubbish')).toBeNull();
  });
});
