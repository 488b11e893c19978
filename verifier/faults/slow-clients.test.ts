import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CONNECTIONS, REQUEST_TIMEOUT_MS, STALLED_TIMEOUT_MS } from '../doors/http/limits';
import { openTestDatabase } from '../testing/database';
import { authorize, onThisMachineMs, until, verify } from '../testing/start';
import { PROCESS_OPTIONS, spawnVerifier } from '../testing/verifier-process';
import { forwarded, makeWorld, type World } from '../testing/world';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let verifier: Awaited<ReturnType<typeof spawnVerifier>>;
let world: World;

const ask = async () =>
  (await authorize(verifier.address, forwarded(world.token.secret, 'GET', '/v1/invoices'))).status;

beforeAll(async () => {
  database = await openTestDatabase();
  world = await makeWorld(database.db);
  const journalDir = await mkdtemp(join(tmpdir(), 'verifier-slow-'));
  // It has both tokens in memory and goes on with them: that the database is late on a busy machine
  // is nothing of slow clients.
  const inMemory = { ...PROCESS_OPTIONS, outageGraceSeconds: 600 };
  verifier = await spawnVerifier({ ...inMemory, databaseUrl: database.url, journalDir });
  await until(ask, (status) => status === 200);
  const asked = { token: world.token.secret, api: 'billing', operation: 'listInvoices' };
  await until(
    () => verify(verifier.address, world.caller.secret, asked),
    ({ status }) => status === 200,
  );
});
afterAll(async () => {
  await verifier.end('SIGTERM');
  await database.drop();
});

// A machine that is busy with other things is late with everything.
const SLACK_MS = 30_000;
const DRIP_MS = 500;

const head = () =>
  [
    'GET /v1/authorize HTTP/1.1',
    'Host: verifier',
    ...Object.entries(forwarded(world.token.secret, 'GET', '/v1/invoices')).map((line) =>
      line.join(': '),
    ),
    '',
  ].join('\r\n');

function open(): Socket {
  const { hostname, port } = new URL(verifier.address);
  // Ends that come as a reset are ends all the same.
  return connect(Number(port), hostname).on('error', () => undefined);
}

/** Sends a beginning and then a little now and then; what came back, and after how many milliseconds it was over. */
async function drip(beginning: string, drop: string) {
  const socket = open();
  const startedAt = performance.now();
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(beginning);
  const dripping = setInterval(() => socket.write(drop), DRIP_MS);
  await once(socket, 'close');
  clearInterval(dripping);
  return { status: answer.slice(9, 12), tookMs: performance.now() - startedAt };
}

async function decisionsMade(): Promise<number> {
  const text = await (await fetch(`${verifier.address}/metrics`)).text();
  return Number(/^keyward_journal_decisions_total (\d+)/m.exec(text)?.[1]);
}

describe.concurrent('a slow client is let go of, and slows down nobody', {
  timeout: 240_000,
}, () => {
  it('who sends its headers a line at a time gets 408', async () => {
    const { status, tookMs } = await drip(head(), 'X-Slow: yes\r\n');
    expect(status).toBe('408');
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + SLACK_MS);
  });

  it('who sends nothing at all is let go of as well', async () => {
    const { tookMs } = await drip('', '');
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + SLACK_MS);
  });

  it('who sends a body a byte at a time gets no more time', async () => {
    const beginning = `${head()}Content-Length: 60000\r\n\r\n`;
    const form = ['POST /v1/revoke HTTP/1.1', 'Host: verifier', 'Content-Length: 60000'];
    const type = 'Content-Type: application/x-www-form-urlencoded';
    const [{ status, tookMs }, posted] = await Promise.all([
      drip(beginning, 'x'),
      drip([...form, type, '', 'token='].join('\r\n'), 'x'),
    ]);
    // The body isn't read, so the answer doesn't wait for it.
    expect(status).toBe('200');
    expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + SLACK_MS);
    expect(posted.status).toBe('408');
  });

  it('who asks about a token a byte at a time gets no more time either', async () => {
    const lines = [
      ...['POST /v1/verify HTTP/1.1', 'Host: verifier', 'Content-Type: application/json'],
      `Authorization: Bearer ${world.caller.secret}`,
    ];
    const dripped = await Promise.all([
      drip([...lines, 'Content-Length: 60000', '', '{"token":"'].join('\r\n'), 'x'),
      drip([...lines, 'Transfer-Encoding: chunked', '', ''].join('\r\n'), '1\r\n \r\n'),
    ]);
    for (const { status, tookMs } of dripped) {
      expect(status).toBe('408');
      expect(tookMs).toBeLessThan(REQUEST_TIMEOUT_MS + SLACK_MS);
    }
  });

  it('who reads no answers is asked for no more requests, and is let go of', async () => {
    const socket = open();
    socket.pause();
    const before = await decisionsMade();
    const packet = `${head()}\r\n`.repeat(200);
    const startedAt = performance.now();
    let packets = 0;
    let isClosed = false;
    socket.once('close', () => {
      isClosed = true;
    });
    const push = () => {
      // As much as the connection takes, for as long as it takes any.
      while (!isClosed && packets < 2_000) {
        packets += 1;
        if (!socket.write(packet)) break;
      }
    };
    socket.on('drain', push);
    push();
    await until(
      async () => isClosed,
      (closed) => closed,
      STALLED_TIMEOUT_MS * 2 + SLACK_MS,
    );
    const made = (await decisionsMade()) - before;
    process.stdout.write(
      `slow reader: ${packets * 200} requests offered, at most ${made} decided, let go of after ` +
        `${Math.round((performance.now() - startedAt) / 1_000)} s\n`,
    );
    expect(made).toBeLessThan(400_000 / 2);
  });

  it('and meanwhile everybody else is answered', async () => {
    const untilMs = performance.now() + STALLED_TIMEOUT_MS;
    const tookMs: number[] = [];
    let refused = 0;
    while (performance.now() < untilMs) {
      const startedAt = performance.now();
      const status = await ask();
      expect([200, 503]).toContain(status);
      if (status === 503) refused += 1;
      tookMs.push(Math.round(performance.now() - startedAt));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    tookMs.sort((one, other) => one - other);
    const medianMs = tookMs[tookMs.length >> 1] ?? Number.NaN;
    process.stdout.write(
      `beside slow clients: ${tookMs.length} answers (${refused} of them 503), median ${medianMs} ms, ` +
        `slowest ${tookMs.at(-1)} ms\n`,
    );
    expect(medianMs).toBeLessThan(onThisMachineMs(500));
    expect(refused).toBeLessThan(tookMs.length / 4);
  });
});

describe('a flood of connections', { timeout: 240_000 }, () => {
  it('is bounded, and those there are go on being served', async () => {
    const held = open();
    held.write(`${head()}\r\n`);
    await once(held, 'data');
    const flood = Array.from({ length: MAX_CONNECTIONS + 200 }, open);
    let refused = 0;
    for (const socket of flood) socket.on('close', () => refused++);
    await until(
      async () => refused,
      (count) => count >= 200,
    );
    held.write(`${head()}\r\n`);
    const [answer] = await once(held, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 200 /);
    process.stdout.write(`connection flood: ${flood.length} opened, ${refused} refused\n`);
    for (const socket of flood) socket.destroy();
    held.destroy();
    await until(
      () => ask().catch(() => 0),
      (status) => status === 200,
    );
  });
});
