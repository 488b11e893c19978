import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepReaching } from './keep-reaching';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const page = { headers: { RSC: '1' } };
const told = vi.fn();
beforeEach(() => told.mockClear());

test('a page is read again until the server is there, which is told meanwhile', async () => {
  const ask = vi
    .fn<typeof fetch>()
    .mockRejectedValueOnce(new TypeError('Failed to fetch'))
    .mockResolvedValueOnce(new Response('', { status: 502 }))
    .mockResolvedValueOnce(new Response('rows'));
  const answer = keepReaching(ask, told)('/tokens', page);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(await (await answer).text()).toBe('rows');
  expect(ask).toHaveBeenCalledTimes(3);
  expect(told.mock.calls.at(0)?.[0]).toBeTypeOf('number');
  expect(told).toHaveBeenLastCalledWith(null);
});

test.each([
  ['what changes something', { method: 'POST', headers: { RSC: '1', 'Next-Action': 'x' } }],
  ['what is read ahead', { headers: { RSC: '1', 'Next-Router-Prefetch': '1' } }],
  ['anything else', {}],
])('%s is sent once', async (_what, init) => {
  const ask = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('Failed to fetch'));
  await expect(keepReaching(ask, told)('/tokens', init)).rejects.toThrow('Failed to fetch');
  expect(ask).toHaveBeenCalledTimes(1);
  expect(told).not.toHaveBeenCalled();
});

test('who goes elsewhere waits no longer', async () => {
  const leaving = new AbortController();
  const ask = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('Failed to fetch'));
  const answer = keepReaching(ask, told)('/tokens', { ...page, signal: leaving.signal });
  const ended = expect(answer).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(1_500);
  leaving.abort();
  await ended;
});

test('after five minutes the browser says it itself', async () => {
  const ask = vi.fn<typeof fetch>().mockRejectedValue(new TypeError('Failed to fetch'));
  const answer = keepReaching(ask, told)('/tokens', page);
  const ended = expect(answer).rejects.toThrow('Failed to fetch');
  await vi.advanceTimersByTimeAsync(6 * 60_000);
  await ended;
});
