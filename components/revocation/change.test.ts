import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NO_ANSWER } from '@/components/ui/form-state';
import { prepareChange, settle } from './change';

const bot = { id: 'tok_1', name: 'bot' };
const sent: Record<string, unknown>[] = [];
let answer: (init: RequestInit) => Promise<Response>;

beforeEach(() => {
  sent.length = 0;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.stubGlobal('fetch', (_address: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)));
    return answer(init);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('every try of one change bears the same key, and another change another key', async () => {
  answer = async () => Response.json({ status: 'done', result: { seq: 7 } });
  const change = prepareChange('revoke', bot, { reason: 'leaked' });
  expect(await change.send()).toEqual({ status: 'done', result: { seq: 7 } });
  await change.send();
  await prepareChange('revoke', bot, { reason: 'leaked' }).send();
  const [first, again, other] = sent;
  expect(first).toMatchObject({ kind: 'revoke', target: 'tok_1', reason: 'leaked' });
  expect(again).toEqual(first);
  expect(other?.idempotencyKey).not.toBe(first?.idempotencyKey);
});

test.each([
  ['the connection is lost', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a proxy answers with a page', async () => new Response('<html>502</html>', { status: 502 })],
  ['a proxy answers with other JSON', async () => Response.json('gone', { status: 504 })],
])('where %s, it says what is known', async (_what, answers) => {
  answer = answers;
  expect(await prepareChange('suspend', bot).send()).toEqual({
    status: 'refused',
    code: NO_ANSWER,
    message: 'bot may be suspended or not. Try again: however often, it happens once.',
  });
});

test('an answer that never comes ends the wait', async () => {
  answer = (init) =>
    new Promise((_resolve, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  const outcome = await prepareChange('revoke', bot, {}, 10).send();
  expect(outcome).toMatchObject({ status: 'refused', code: NO_ANSWER });
});

test('settled, it says until when it can be taken back, or keeps the change to be sent again', async () => {
  const change = prepareChange('revoke', bot);
  answer = async () => Response.json({ status: 'done', result: { seq: 7, undoSeconds: 12.5 } });
  const before = Date.now();
  const done = await settle(change);
  expect(done).toMatchObject({ status: 'done', change, changed: { seq: 7 } });
  expect('undoUntilMs' in done && done.undoUntilMs).toBeGreaterThanOrEqual(before + 12_500);

  answer = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await settle(change)).toMatchObject({ status: 'lost', change });
  answer = async () => Response.json({ status: 'refused', code: 'not_granted', message: 'No.' });
  expect(await settle(change)).toMatchObject({ status: 'refused', refusal: { message: 'No.' } });
});
