import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedFetch, makeGuardedFetch } from './guarded-fetch';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server of this machine. @returns its origin */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const bounds = { timeoutMs: 60_000, maxBytes: 1_000 };
const hurried = { timeoutMs: 200, maxBytes: 1_000 };

it('gives status, headers and body of a trusted origin', async () => {
  const origin = await serve((request, response) => {
    response.writeHead(201, { 'x-told': request.headers['x-asked'] });
    request.pipe(response);
  });
  const answer = await guardedFetch(`${origin}/hook`, {
    ...{
      method: 'POST',
      headers: { 'x-asked': 'yes' },
      body: 'over',
      trusted: [origin],
      ...bounds,
    },
  });
  expect(answer).toMatchObject({ kind: 'answered', status: 201, headers: { 'x-told': 'yes' } });
  expect(answer.kind === 'answered' && Buffer.from(answer.body).toString()).toBe('over');
});

it('asks nothing of this machine where its origin is not trusted', async () => {
  let asked = 0;
  const origin = await serve((_, response) => {
    asked += 1;
    response.end();
  });
  const other = `http://localhost:${new URL(origin).port}`;
  for (const [url, trusted] of [
    [origin, []],
    [other, [origin]],
    [other.replace('http:', 'https:'), []],
    [`https://localhost.:${new URL(origin).port}`, []],
  ] as const) {
    expect(await guardedFetch(url, { ...bounds, trusted })).toMatchObject({ kind: 'failed' });
  }
  expect(asked).toBe(0);
});

describe('a name', () => {
  const answering = (...addresses: string[][]): LookupFunction & { asked: number } => {
    const lookup = ((_name, _options, callback) => {
      const found = addresses[Math.min(lookup.asked, addresses.length - 1)] ?? [];
      lookup.asked += 1;
      callback(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }) as LookupFunction & { asked: number };
    lookup.asked = 0;
    return lookup;
  };
  const named = 'https://issuer.example.com/keys';

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['169.254.169.254'],
    ['::ffff:10.0.0.1'],
    ['140.82.112.3', '10.0.0.1'],
  ])('is refused where it resolves to %s', async (...addresses) => {
    const lookup = answering(addresses);
    expect(await makeGuardedFetch({ lookup })(named, bounds)).toEqual({
      kind: 'failed',
      problem: 'address_not_public',
      message: expect.stringContaining('issuer.example.com is not an address of the internet'),
    });
    expect(lookup.asked).toBe(1);
  });

  it('is resolved once, by the connection: a second answer has nothing to change', async () => {
    // Documentation addresses are not public either, so that nothing leaves this machine.
    const lookup = answering(['192.0.2.1'], ['127.0.0.1']);
    const fetch = makeGuardedFetch({ lookup });
    expect(await fetch(named, bounds)).toMatchObject({ problem: 'address_not_public' });
    expect(lookup.asked).toBe(1);
  });

  it('may hang for no longer than is given', async () => {
    const fetch = makeGuardedFetch({ lookup: () => undefined });
    expect(await fetch(named, hurried)).toMatchObject({ problem: 'timed_out' });
  });

  it('that nobody knows is told as such', async () => {
    const unknown: LookupFunction = (_name, _options, callback) =>
      callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
    expect(await makeGuardedFetch({ lookup: unknown })(named, bounds)).toEqual({
      ...{ kind: 'failed', problem: 'unreachable' },
      message: 'issuer.example.com can’t be reached (ENOTFOUND).',
    });
  });
});

it('follows no redirect', async () => {
  let followed = 0;
  const origin = await serve((request, response) => {
    if (request.url === '/there') followed += 1;
    response.writeHead(302, { location: '/there' }).end();
  });
  const answer = await guardedFetch(origin, { ...bounds, trusted: [origin] });
  expect(answer).toMatchObject({ kind: 'answered', status: 302 });
  expect(followed).toBe(0);
});

it.each([
  ['says nothing', () => undefined],
  [
    'stops in the middle of its headers',
    (_, response) => response.socket?.write('HTTP/1.1 200 OK\r\nA'),
  ],
  ['stops in the middle of its body', (_, response) => response.write('{')],
  [
    'dribbles a byte at a time',
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
] satisfies [string, RequestListener][])(
  'gives up in time on a server that %s, and delays no other',
  async (_, listener) => {
    const [slow, quick] = [await serve(listener), await serve((_, response) => response.end('ok'))];
    const trusted = [slow, quick];
    const given = Array.from({ length: 20 }, () => guardedFetch(slow, { ...hurried, trusted }));
    expect(await guardedFetch(quick, { ...bounds, trusted })).toMatchObject({ status: 200 });
    for (const answer of await Promise.all(given)) {
      expect(answer).toMatchObject({ kind: 'failed', problem: 'timed_out' });
    }
  },
);

it('reads no more than is allowed of an endless answer', async () => {
  let written = 0;
  const origin = await serve((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
    };
    response.on('drain', more);
    more();
  });
  const answer = await guardedFetch(origin, { ...bounds, trusted: [origin] });
  expect(answer).toMatchObject({ kind: 'failed', problem: 'too_large' });
  expect(written).toBeLessThan(50_000_000);
});

it('is given up by whoever asked', async () => {
  const origin = await serve(() => undefined);
  const given = new AbortController();
  const asking = guardedFetch(origin, { ...bounds, trusted: [origin], signal: given.signal });
  given.abort();
  expect(await asking).toMatchObject({ kind: 'failed', problem: 'aborted' });
});
