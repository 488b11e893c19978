import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { decisions } from '@/db/schema/history';
import { MAX_BODY_BYTES } from './doors/http/limits';
import { makeToken } from './testing/fixture';
import { sendRaw } from './testing/raw-http';
import { database, standVerifier, verifier, world } from './testing/standing-verifier';
import { recorded } from './testing/start';

standVerifier();

interface Parts {
  readonly secret?: string;
  readonly extra?: readonly string[];
  readonly target?: string;
}

const head = ({ secret, extra = [], target = '/v1/verify' }: Parts = {}) =>
  [
    `POST ${target} HTTP/1.1`,
    'Host: verifier',
    `Authorization: Bearer ${secret ?? world.caller.secret}`,
    ...extra,
    '',
    '',
  ].join('\r\n');
const JSON_TYPE = 'Content-Type: application/json';
const question = (more: Record<string, unknown> = {}) =>
  JSON.stringify({ token: world.token.secret, api: 'billing', operation: 'listInvoices', ...more });
const withLength = (body: string | Buffer, { extra = [], ...parts }: Parts = {}) => {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  const start = head({ ...parts, extra: [...extra, length] });
  return Buffer.concat([Buffer.from(start), Buffer.from(body)]);
};
const asJson = (body: string | Buffer, parts: Parts = {}) =>
  withLength(body, { ...parts, extra: [JSON_TYPE, ...(parts.extra ?? [])] });
const last = { extra: ['Connection: close'] };
const chunk = (bytes: string | Buffer) =>
  Buffer.concat([
    Buffer.from(`${Buffer.byteLength(bytes).toString(16)}\r\n`),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ]);
const NO_MORE_CHUNKS = '0\r\n\r\n';

const send = (bytes: string | Buffer) => sendRaw(verifier.address, bytes);
const statuses = (answer: string) =>
  (answer.match(/HTTP\/1\.1 \d+/g) ?? []).map((line) => line.slice(9));
const countOf = (id: string) => database.db.$count(decisions, eq(decisions.requestId, id));
const codeOf = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1];

function open() {
  const socket = connect(Number(new URL(verifier.address).port), '127.0.0.1').setNoDelay();
  const closed = once(socket, 'close');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString('latin1');
  });
  return { socket, answered: () => closed.then(() => answer) };
}

/** Sends bytes in pieces that arrive one by one. */
async function sendInPieces(pieces: readonly (string | Buffer)[]): Promise<string> {
  const { socket, answered } = open();
  for (const piece of pieces) {
    await new Promise((written) => socket.write(piece, written));
    await delay(5);
  }
  return answered();
}

describe('a body in pieces', () => {
  it('is read whole, wherever it is split, be it amid a character', async () => {
    const requestId = 'split Grüße 🙂';
    const bytes = asJson(question({ requestId }), last);
    const from = bytes.indexOf('split');
    const cuts = Array.from({ length: 20 }, (_, at) => from + at);
    const ends = [...cuts, bytes.length];
    const pieces = ends.map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
    expect(statuses(await sendInPieces(pieces))).toEqual(['200']);
    expect(await recorded(database.db, 'requestId', requestId)).toHaveLength(1);
  });

  it('is read in chunks, whose borders lie amid characters as well', async () => {
    const requestId = 'chunked Grüße 🙂';
    const body = Buffer.from(question({ requestId }));
    const start = head({ extra: [JSON_TYPE, 'Transfer-Encoding: chunked', ...last.extra] });
    const chunks = Array.from(body, (_, at) => chunk(body.subarray(at, at + 1)));
    const whole = Buffer.concat([Buffer.from(start), ...chunks, Buffer.from(NO_MORE_CHUNKS)]);
    expect(statuses(await send(whole))).toEqual(['200']);
    expect(await recorded(database.db, 'requestId', requestId)).toHaveLength(1);
  });

  it('is answered behind another on the same connection, in order', async () => {
    const denied = question({ operation: 'deleteInvoice' });
    const packet = Buffer.concat([
      asJson(question()),
      asJson(denied),
      asJson('null'),
      asJson(question(), last),
    ]);
    const answer = await send(packet);
    expect(statuses(answer)).toEqual(['200', '200', '422', '200']);
    expect([...answer.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code)).toEqual([
      'allowed',
      'operation_not_granted',
      'invalid_input',
      'allowed',
    ]);
  });

  it('is told to come where it asks before it is sent', async () => {
    const body = question();
    const { socket, answered } = open();
    socket.write(
      head({
        extra: [JSON_TYPE, `Content-Length: ${body.length}`, 'Expect: 100-continue', ...last.extra],
      }),
    );
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 100 /);
    socket.write(body);
    expect(statuses(await answered())).toEqual(['100', '200']);
  });
});

describe('a body of another length than allowed or announced', () => {
  // Blanks around JSON are JSON.
  const padded = (bytes: number) => question().padEnd(bytes, ' ');

  it('of just a mebibyte is read', async () => {
    expect(statuses(await send(asJson(padded(MAX_BODY_BYTES), last)))).toEqual(['200']);
  });

  it.each([
    ['announced', () => asJson(padded(MAX_BODY_BYTES + 1))],
    [
      'announced, of which nothing comes',
      () => head({ extra: [JSON_TYPE, 'Content-Length: 1048577'] }),
    ],
    [
      'in chunks',
      () =>
        Buffer.concat([
          Buffer.from(head({ extra: [JSON_TYPE, 'Transfer-Encoding: chunked'] })),
          chunk(padded(MAX_BODY_BYTES)),
          chunk(' '),
        ]),
    ],
  ])('of one byte more, %s, gets 413, and the connection ends', async (_what, bytes) => {
    const answer = await send(bytes());
    expect(statuses(answer)).toEqual(['413']);
    expect(codeOf(answer)).toBe('body_too_large');
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('longer than announced: what is too much is no part of it, and no request', async () => {
    const body = question({ requestId: 'announced short' });
    const bytes = head({ extra: [JSON_TYPE, `Content-Length: ${body.length}`] });
    const behind = asJson(question({ requestId: 'behind too much' }));
    // The garbage may end the connection before the question is answered.
    const answers = statuses(await send(`${bytes}${body}too much ${behind}`));
    expect(answers.at(-1)).toBe('400');
    expect(answers.slice(1)).not.toContain('200');
    await recorded(database.db, 'requestId', 'announced short');
    expect(await countOf('behind too much')).toBe(0);
    const short = head({ extra: [JSON_TYPE, `Content-Length: ${body.length - 1}`] });
    expect(statuses(await send(`${short}${body}`))[0]).toBe('400');
  });

  it('of no bytes is no JSON, and without a type no object', async () => {
    expect(statuses(await send(asJson('', last)))).toEqual(['400']);
    expect(statuses(await send(withLength('', last)))).toEqual(['422']);
    expect(statuses(await send(head(last)))).toEqual(['422']);
  });
});

describe('a body that never ends', () => {
  it('because its sender goes leaves the caller on record, and everybody else served', async () => {
    const caller = await makeToken(database.db, world.askers);
    const { socket, answered } = open();
    socket.write(head({ secret: caller.secret, extra: [JSON_TYPE, 'Content-Length: 500'] }));
    socket.write('{"token":');
    await delay(50);
    socket.destroy();
    expect(await answered()).toBe('');
    expect(await recorded(database.db, 'tokenId', caller.id)).toMatchObject([
      { code: 'allowed', api: 'keyward', operation: 'tokens.verify' },
    ]);
    expect(statuses(await send(asJson(question(), last)))).toEqual(['200']);
  });

  it('of a stranger is not waited for', async () => {
    const extra = [JSON_TYPE, 'Content-Length: 500'];
    const answer = await send(head({ secret: 'nobody', extra }));
    expect(statuses(answer)).toEqual(['401']);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });
});

describe('a text that is not right', () => {
  const broken = () => Buffer.from(question({ requestId: 'xx' }));
  it.each([
    ['a byte that is no UTF-8', [0xff, 0x78]],
    ['an overlong form', [0xc0, 0xaf]],
    ['half a character', [0xc3, 0x78]],
  ])('with %s is 400: it is not read as another', async (_what, bytes) => {
    const body = broken();
    Buffer.from(bytes).copy(body, body.indexOf('xx'));
    const answer = await send(asJson(body));
    expect([statuses(answer), codeOf(answer)]).toEqual([['400'], 'invalid_request']);
  });

  it.each([
    ['{"token":"x"}}', '400'],
    ['{"token":"x",}', '400'],
    ["{'token':'x'}", '400'],
    ['{"token":NaN}', '400'],
    ['{"a":{"constructor":{"prototype":{}}}}', '400'],
    ['{"\\u005f_proto__":{}}', '400'],
    [`${'['.repeat(200_000)}`, '400'],
    [`${'['.repeat(5_000)}${']'.repeat(5_000)}`, '422'],
  ])('such as %# gets its status', async (text, status) => {
    expect(statuses(await send(asJson(text, last)))).toEqual([status]);
  });

  it('may have a byte order mark, and of a name that comes twice the last counts', async () => {
    expect(statuses(await send(asJson(`\ufeff${question()}`, last)))).toEqual(['200']);
    const twice = question().replace('{', '{"operation":"deleteInvoice",');
    expect(codeOf(await send(asJson(twice, last)))).toBe('allowed');
  });
});

describe('the content type', () => {
  it.each([
    ['application/json; charset=utf-8', '200'],
    ['Application/JSON', '200'],
    ['application/json;charset=UTF-8', '200'],
    ['application/jsonp', '415'],
    ['application/x-json', '415'],
    ['text/html', '415'],
    ['multipart/form-data; boundary=application/json', '415'],
  ])('%s: %s', async (type, status) => {
    const extra = [`Content-Type: ${type}`, ...last.extra];
    expect(statuses(await send(withLength(question(), { extra })))).toEqual([status]);
  });

  it('is needed where there is a body', async () => {
    expect(statuses(await send(withLength(question(), last)))).toEqual(['415']);
  });
});

describe('the target', () => {
  it('may have a query, which nobody reads, and nothing else behind it', async () => {
    const at = (target: string) => send(asJson(question(), { ...last, target }));
    expect(statuses(await at('/v1/verify?token=x'))).toEqual(['200']);
    for (const target of ['/v1/verify/', '/v1/verify/x', '/v1/verifying', '/V1/verify']) {
      expect([target, statuses(await at(target))]).toEqual([target, ['404']]);
    }
  });

  it('is asked with POST alone', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`${verifier.address}/v1/verify`, { method });
      expect([method, response.status]).toEqual([method, 404]);
    }
  });
});

describe('the head of an answer', () => {
  const headersOf = (answer: string) =>
    Object.fromEntries(
      (answer.split('\r\n\r\n')[0] ?? '')
        .split('\r\n')
        .slice(1)
        .map((line) => line.toLowerCase().split(': ')),
    );

  it('says what it is, and to keep nothing', async () => {
    const answer = await send(asJson(question(), last));
    const [, body] = answer.split('\r\n\r\n');
    expect(headersOf(answer)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': String(body?.length),
      connection: 'close',
    });
  });

  it('of more than 100 headers is 431 with a problem', async () => {
    const extra = [...Array.from({ length: 101 }, (_, at) => `a${at}: b`), ...last.extra];
    const answer = await send(asJson(question(), { extra }));
    expect([statuses(answer), codeOf(answer)]).toEqual([['431'], 'too_many_headers']);
    expect(headersOf(answer)['content-type']).toBe('application/problem+json');
  });
});
