import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { Question } from './question';
import { useAskedValue } from './use-asked-value';

type Outcome = ActionOutcome<string>;
type Asked = { value: string; signal: AbortSignal } & PromiseWithResolvers<Outcome>;
const PAUSE_MS = 200;
const asked: Asked[] = [];
const echo: Question<string, string> = {
  name: 'echo',
  ask(value, signal) {
    const waiting = { value, signal, ...Promise.withResolvers<Outcome>() };
    asked.push(waiting);
    return waiting.promise;
  },
};
const done = (result: string): Outcome => ({ status: 'done', result });

function Asking(props: { value: string | null; repeatAfterMs?: () => number | null }) {
  const { value, ...options } = props;
  const answer = useAskedValue(echo, value, { pauseMs: PAUSE_MS, ...options });
  const { status, latest } = answer;
  return (
    <>
      <output>
        {status}
        {status === 'answered' && ` ${answer.answer}`}
        {status === 'refused' && ` ${answer.code}`}
        {latest && `, latest ${latest}`}
      </output>
      <button type="button" onClick={answer.again}>
        Again
      </button>
    </>
  );
}

beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function start(value: string | null = 'a') {
  const { rerender, getByRole, unmount } = await render(<Asking value={value} />);
  const shown = (text: string) => expect.element(getByRole('status')).toHaveTextContent(text);
  return {
    type: (next: string | null) => rerender(<Asking value={next} />),
    shown,
    getByRole,
    unmount,
  };
}
const pause = () => vi.advanceTimersByTimeAsync(PAUSE_MS);

test('while one types nothing is asked; after a pause only the last value is', async () => {
  const { type, shown } = await start('a');
  await type('ad');
  vi.advanceTimersByTime(PAUSE_MS - 1);
  await type('ada');
  vi.advanceTimersByTime(PAUSE_MS - 1);
  expect(asked).toHaveLength(0);
  await shown('asking');
  await pause();
  expect(asked.map(({ value }) => value)).toEqual(['ada']);
  asked[0]?.resolve(done('Ada'));
  await shown('answered Ada');
});

test('a late answer to an older value is dropped, and its request ended', async () => {
  const { type, shown } = await start('a');
  await pause();
  await type('b');
  await pause();
  const [older, newer] = asked;
  expect(older?.signal.aborted).toBe(true);
  newer?.resolve(done('B'));
  await shown('answered B');
  older?.resolve(done('A'));
  await older?.promise;
  await shown('answered B, latest B');
});

test('what is known of one value is never shown for the next', async () => {
  const { type, shown } = await start('a');
  await pause();
  asked[0]?.resolve(done('A'));
  await shown('answered A');
  await type('b');
  await shown('asking, latest A');
  await type(null);
  await shown('idle');
});

test('a refusal is a state, and asking again is possible', async () => {
  const { shown, getByRole } = await start('a');
  await pause();
  asked[0]?.resolve({ status: 'refused', code: 'not_granted', message: 'No.' });
  await shown('refused not_granted');
  await getByRole('button').click();
  await shown('asking');
  await pause();
  asked[1]?.resolve(done('A'));
  await shown('answered A');
});

test('without an answer it says lost, and keeps the answer before', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { type, shown } = await start('a');
  await pause();
  asked[0]?.resolve(done('A'));
  await shown('answered A');
  await type('b');
  await pause();
  asked[1]?.reject(new TypeError('Failed to fetch'));
  await shown('lost, latest A');
  expect(told).toHaveBeenCalledOnce();
});

test('leaving ends what is under way', async () => {
  const { unmount } = await start('a');
  await pause();
  await unmount();
  expect(asked[0]?.signal.aborted).toBe(true);
});

test('it asks by itself until the answer is final', async () => {
  const pausesMs = [60, null];
  const repeatAfterMs = () => pausesMs.shift() ?? null;
  const { getByRole } = await render(<Asking value="a" repeatAfterMs={repeatAfterMs} />);
  await pause();
  asked[0]?.resolve(done('not yet'));
  await expect.element(getByRole('status')).toHaveTextContent('not yet');
  await vi.advanceTimersByTimeAsync(60);
  asked[1]?.resolve(done('final'));
  await expect.element(getByRole('status')).toHaveTextContent('final');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
});
