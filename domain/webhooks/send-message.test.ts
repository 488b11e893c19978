import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { webhookSecret } from './secret';
import { sendMessage } from './send-message';

const OLD = webhookSecret(Buffer.alloc(32, 1));
const NEW = webhookSecret(Buffer.alloc(32, 2));
const OTHER = webhookSecret(Buffer.alloc(32, 3));
const MESSAGE = { id: 'evt_1', body: '{"type":"tokens.revoke","name":"Zoë – „x“"}' };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const send = (secrets = [NEW], more: { withinMs?: number; privateHosts?: string[] } = {}) =>
  sendMessage(`${receiver.origin}/hook`, MESSAGE, secrets, new Date(), {
    privateHosts: [receiver.origin],
    signal: new AbortController().signal,
    ...more,
  });
const answering = async (answer: (response: ServerResponse) => unknown, withinMs = 10_000) => {
  receiver.answerWith((_request, response) => answer(response));
  return send([NEW], { withinMs });
};

describe('what a receiver gets', () => {
  it('is verified, to the byte, by the official library', async () => {
    expect(await send()).toMatchObject({ status: 204, error: null });
    const got = receiver.requests.at(-1);
    expect(got).toMatchObject({ method: 'POST', path: '/hook', body: MESSAGE.body });
    expect(got?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'evt_1',
    });
    const verify = (secret: string) =>
      new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>);
    expect(verify(NEW)).toEqual(JSON.parse(MESSAGE.body));
    expect(() => verify(OTHER)).toThrow('No matching signature');
  });

  it('is signed with both secrets while one replaces the other', async () => {
    await send([NEW, OLD]);
    const got = receiver.requests.at(-1);
    expect(got?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/);
    for (const secret of [OLD, NEW]) {
      new Webhook(secret).verify(got?.body ?? '', got?.headers as Record<string, string>);
    }
  });
});

describe('an answer', () => {
  it.each([200, 201, 299])('of %i says that it arrived', async (status) => {
    const sent = await answering((response) => response.writeHead(status).end('ok'));
    expect(sent).toMatchObject({ status, error: null, isGone: false });
  });

  it.each([301, 302, 307, 308])('of %i has failed, and is not followed', async (status) => {
    const before = receiver.requests.length;
    const location = `${receiver.origin}/elsewhere`;
    const sent = await answering((response) => response.writeHead(status, { location }).end());
    expect(sent).toMatchObject({ status, error: expect.stringContaining('redirects') });
    expect(receiver.requests).toHaveLength(before + 1);
  });

  it.each([400, 429, 500, 503])('of %i has failed', async (status) => {
    const sent = await answering((response) => response.writeHead(status).end('later'));
    expect(sent).toMatchObject({ status, error: `It answered ${status}.`, isGone: false });
  });

  it('of 410 says that nothing is wanted any more', async () => {
    const sent = await answering((response) => response.writeHead(410).end());
    expect(sent).toMatchObject({ status: 410, isGone: true });
  });

  it('is read as far as it is kept, however much comes', async () => {
    const sent = await answering((response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    });
    expect(sent).toMatchObject({ status: 200, error: null });
    expect(sent.response).toHaveLength(4_000);
  });

  it('may hold what Postgres can’t store', async () => {
    const sent = await answering((response) => response.writeHead(200).end('a\0b'));
    expect(sent.response).toBe('a�b');
  });

  it.each([
    ['never begins', () => undefined],
    ['never ends', (response: ServerResponse) => response.writeHead(200).write('…')],
  ])('that %s is given up', async (_what, answer) => {
    const sent = await answering(answer, 300);
    expect(sent).toMatchObject({ status: null, error: expect.stringContaining('within 0.3 s') });
    expect(sent.durationMs).toBeLessThan(10_000);
  });

  it('that is cut off has failed', async () => {
    const sent = await answering((response) => response.destroy());
    expect(sent).toMatchObject({
      status: null,
      error: expect.stringContaining('can’t be reached'),
    });
  });
});

describe('a private address', () => {
  it('is sent nothing unless it is listed', async () => {
    const before = receiver.requests.length;
    const sent = await send([NEW], { privateHosts: [] });
    expect(sent).toMatchObject({ status: null, error: expect.stringContaining('https') });
    expect(receiver.requests).toHaveLength(before);
  });

  it.each([
    'https://127.0.0.1/',
    'https://10.0.0.7/',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/',
    'https://[::ffff:10.0.0.7]/',
    'https://2130706433/',
    'https://localhost/',
  ])('is not reached as %s', async (url) => {
    const sent = await sendMessage(url, MESSAGE, [NEW], new Date(), {
      privateHosts: ['elsewhere.example.com'],
      signal: new AbortController().signal,
    });
    expect(sent).toMatchObject({ status: null, error: expect.stringContaining('internet') });
  });

  it.each(['127.0.0.1', 'origin', 'host'])('is reached where its %s is listed', async (what) => {
    receiver.answerWith((_request, response) => response.writeHead(204).end());
    const { origin } = receiver;
    const entry = { origin, host: new URL(origin).host }[what] ?? what;
    expect(await send([NEW], { privateHosts: [entry] })).toMatchObject({ status: 204 });
  });
});
