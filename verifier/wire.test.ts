import { once } from 'node:events';
import { connect } from 'node:net';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { makeToken } from './testing/fixture';
import { sendRaw } from './testing/raw-http';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded } from './testing/start';
import { forwarded } from './testing/world';

standVerifier();

const lines = (headers: Record<string, string>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

interface Parts {
  readonly line?: string;
  readonly secret?: string;
  readonly method?: string;
  readonly id?: string;
  readonly extra?: readonly string[];
  readonly body?: string;
}

/** A request on a connection that stays open. */
const request = ({ line, secret, method, id, extra = [], body = '' }: Parts = {}) =>
  [
    line ?? 'GET /v1/authorize HTTP/1.1',
    'Host: verifier',
    ...lines(forwarded(secret ?? world.token.secret, method ?? 'GET', '/v1/invoices/1')),
    ...(id ? [`X-Request-Id: ${id}`] : []),
    ...extra,
    '',
    body,
  ].join('\r\n');

const lastRequest = (id?: string) => request({ id, extra: ['Connection: close'] });
const statuses = (answer: string) =>
  (answer.match(/HTTP\/1\.1 \d+/g) ?? []).map((line) => line.slice(9));
const send = (bytes: string | Buffer) => sendRaw(verifier.address, bytes);
const countOf = (id: string) => database.db.$count(decisions, eq(decisions.requestId, id));

describe('requests in one packet', () => {
  it('get their own answers, each about its own token, in order', async () => {
    const { db } = database;
    const made = await Promise.all([1, 2, 3].map(() => makeToken(db, world.owner)));
    const inOrder = made.flatMap(({ id, secret }) => [
      { id, secret },
      { id, secret: 'rubbish' },
    ]);
    const packet = inOrder.map(({ secret }) => request({ secret })).join('') + lastRequest();
    const answer = await send(packet);
    expect(statuses(answer)).toEqual(['200', '401', '200', '401', '200', '401', '200']);
    expect([...answer.matchAll(/x-keyward-token: (\S+)/gi)].map(([, id]) => id)).toEqual([
      ...made.map(({ id }) => id),
      world.token.id,
    ]);
  });

  it('are decided one by one: a refusal lets nothing behind it through, nor stops it', async () => {
    const packet =
      request({ method: 'DELETE', id: 'denied' }) +
      request({ id: 'behind' }) +
      request({ secret: 'rubbish', id: 'unknown' }) +
      lastRequest('last');
    expect(statuses(await send(packet))).toEqual(['403', '200', '401', '200']);
    for (const id of ['denied', 'behind', 'last']) {
      expect(await recorded(database.db, 'requestId', id)).toHaveLength(1);
    }
  });
});

describe('an announced body', () => {
  const FRAMINGS = [
    ['a length', ['Content-Length: 400'], ''],
    ['a length, and part of it', ['Content-Length: 400'], 'x'.repeat(50)],
    ['a length with zeros before it', ['Content-Length: 0004'], ''],
    ['chunks', ['Transfer-Encoding: chunked'], ''],
    ['chunks, and part of one', ['Transfer-Encoding: chunked'], '190\r\nxx'],
    ['a length and a wish to be told', ['Content-Length: 400', 'Expect: 100-continue'], ''],
  ] as const;

  it.each(FRAMINGS)(
    'of %s that never comes ends the connection after its answer',
    async (what, extra, body) => {
      const id = `announced ${what}`;
      const open = connect(Number(new URL(verifier.address).port), '127.0.0.1');
      const closed = once(open, 'close');
      let answer = '';
      open.on('data', (chunk) => {
        answer += chunk.toString('latin1');
      });
      // What comes later, from another client of the same gateway, must not become the body.
      open.write(request({ id, extra, body }));
      await closed;
      expect(statuses(answer)).toEqual(['200']);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
      expect(await recorded(database.db, 'requestId', id)).toHaveLength(1);
    },
  );

  it.each([
    ['denied', { method: 'DELETE' }, '403'],
    ['without a token that works', { secret: 'rubbish' }, '401'],
  ])('ends the connection of a request %s, too', async (_what, parts, status) => {
    const answer = await send(request({ ...parts, extra: ['Content-Length: 9'] }));
    expect(statuses(answer)).toEqual([status]);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('ends the connection of every other answer that comes before the body', async () => {
    for (const line of ['GET /healthz', 'POST /v1/verify', 'POST /nothing', 'PUT /v1/revoke']) {
      const id = `behind ${line}`;
      const extra = ['Content-Length: 5000', 'Content-Type: text/x-unknown'];
      const answer = await send(request({ line: `${line} HTTP/1.1`, extra }) + lastRequest(id));
      expect([line, statuses(answer).length]).toEqual([line, 1]);
      expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    }
  });

  it.each([
    ['a wish that nobody knows', ['Expect: 200-ok'], 'GET /v1/authorize HTTP/1.1', '417'],
    ['a target with a broken escape', [], 'GET /%zz HTTP/1.1', '400'],
  ])('ends the connection of %s', async (what, extra, line, status) => {
    const announced = request({ line, extra: [...extra, 'Content-Length: 60'] });
    const answer = await send(announced + lastRequest(`behind ${what}`));
    expect(statuses(answer)).toEqual([status]);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    await send(lastRequest(`after ${what}`));
    await recorded(database.db, 'requestId', `after ${what}`);
    expect(await countOf(`behind ${what}`)).toBe(0);
  });

  it('of no bytes keeps the connection, as Envoy asks', async () => {
    const answer = await send(request({ extra: ['Content-Length: 0'] }) + lastRequest());
    expect(statuses(answer)).toEqual(['200', '200']);
  });
});

describe('a body that nobody reads', () => {
  const smuggled = (id: string) => request({ id });
  const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;

  it('with a length is no second request, whatever stands in it', async () => {
    const body = smuggled('in-length');
    const extra = [`Content-Length: ${Buffer.byteLength(body)}`];
    const answer = await send(request({ extra, body }) + lastRequest('after-length'));
    expect(statuses(answer)).toEqual(['200']);
    await send(lastRequest('on its own'));
    await recorded(database.db, 'requestId', 'on its own');
    expect([await countOf('in-length'), await countOf('after-length')]).toEqual([0, 0]);
  });

  it('in chunks is no second request, whatever stands in them', async () => {
    const body = `${chunk(smuggled('in-chunk'))}${chunk('more')}0\r\n\r\n`;
    const extra = ['Transfer-Encoding: chunked'];
    const answer = await send(request({ extra, body }) + lastRequest('after-chunks'));
    expect(statuses(answer)).toEqual(['200']);
    await send(lastRequest('next on its own'));
    await recorded(database.db, 'requestId', 'next on its own');
    expect([await countOf('in-chunk'), await countOf('after-chunks')]).toEqual([0, 0]);
  });

  it.each([
    ['no chunk', 'zz\r\n'],
    ['a chunk longer than it says', '2\r\nabcdef\r\n'],
    ['a size beyond all bounds', 'fffffffffffffffffff\r\n'],
    ['a negative size', '-1\r\n'],
    ['a size with a sign', '+2\r\nab\r\n'],
  ])('of %s ends the connection with what is behind it unanswered', async (what, garbage) => {
    const id = `behind ${what}`;
    const extra = ['Transfer-Encoding: chunked'];
    const answer = await send(request({ extra, body: garbage + smuggled(id) }) + lastRequest(id));
    // The request itself may have been answered by then; the garbage is 400 at most.
    expect(statuses(answer).slice(0, 1)).not.toEqual([]);
    expect(statuses(answer).slice(1)).not.toContain('200');
    await send(lastRequest(`after ${what}`));
    await recorded(database.db, 'requestId', `after ${what}`);
    expect(await countOf(id)).toBe(0);
  });
});

describe('requests that can be read in two ways', () => {
  const withHeader = (...extra: string[]) => request({ extra });
  it.each<[what: string, bytes: () => string]>([
    [
      'Content-Length and Transfer-Encoding',
      () => `${withHeader('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    ['two different Content-Lengths', () => withHeader('Content-Length: 0', 'Content-Length: 4')],
    ['a list of Content-Lengths', () => withHeader('Content-Length: 0, 4')],
    ['a negative Content-Length', () => withHeader('Content-Length: -1')],
    ['a Content-Length with a sign', () => `${withHeader('Content-Length: +4')}body`],
    ['a Content-Length in hexadecimal', () => `${withHeader('Content-Length: 0x4')}body`],
    ['a Content-Length beyond all bounds', () => withHeader(`Content-Length: ${'9'.repeat(40)}`)],
    ['a coding after chunked', () => withHeader('Transfer-Encoding: chunked, identity')],
    ['an unknown coding', () => withHeader('Transfer-Encoding: xchunked')],
    ['a header folded over two lines', () => withHeader('X-Folded: one', ' two')],
    ['a blank before the colon', () => withHeader('X-Blank : one')],
    ['NUL in a header', () => withHeader('X-Nul: a\0b')],
    ['CR alone in a header', () => withHeader('X-Cr: a\rX-Keyward-Api: keyward')],
    ['a header without a name', () => withHeader(': nameless')],
    ['a method that is none', () => request({ line: 'G@T /v1/authorize HTTP/1.1' })],
    ['a method in small letters', () => request({ line: 'get /v1/authorize HTTP/1.1' })],
    ['a version that is none', () => request({ line: 'GET /v1/authorize HTTP/7.3' })],
    ['a version without a number', () => request({ line: 'GET /v1/authorize HTTP/x.y' })],
    ['a blank in the target', () => request({ line: 'GET /v1/auth orize HTTP/1.1' })],
  ])('%s: 400, and what is behind it is not answered', async (what, bytes) => {
    const id = `behind ${what}`;
    const answer = await send(bytes() + lastRequest(id));
    expect(statuses(answer)).toEqual(['400']);
    expect(answer).toMatch(/\r\nConnection: close\r\n/i);
    expect(answer.split('\r\n\r\n')[1]).toBe('');
    await send(lastRequest(`after ${what}`));
    await recorded(database.db, 'requestId', `after ${what}`);
    expect(await countOf(id)).toBe(0);
  });

  it('lines that end in LF alone are refused', async () => {
    const answer = await send(request().replaceAll('\r\n', '\n'));
    expect(statuses(answer)).toEqual(['400']);
    const mixed = request({ extra: ['X-One: a\nX-Forwarded-Method: DELETE'] });
    expect(statuses(await send(mixed))).toEqual(['400']);
  });

  it('no Host at all is refused, and ends the connection', async () => {
    const answer = await send(request().replace('Host: verifier\r\n', '') + lastRequest());
    expect(statuses(answer)).toEqual(['400']);
  });

  it('a second Host changes nothing, for nothing is read from it', async () => {
    const extra = ['Host: other.example.com', 'Connection: close'];
    expect(statuses(await send(request({ extra })))).toEqual(['200']);
  });

  it('a target in absolute form is no way around: it decides the same or nothing', async () => {
    const line = 'GET http://verifier/v1/authorize HTTP/1.1';
    const answer = await send(request({ line, method: 'DELETE', extra: ['Connection: close'] }));
    expect(statuses(answer)).not.toContain('200');
  });

  it('a wish to upgrade is passed over, and no tunnel is ever opened', async () => {
    const upgrade = request({ extra: ['Connection: Upgrade', 'Upgrade: websocket'] });
    expect(statuses(await send(upgrade))).toEqual(['200']);
    const connect = request({ line: 'CONNECT verifier:443 HTTP/1.1' });
    expect(statuses(await send(connect + lastRequest()))).toEqual([]);
  });
});
