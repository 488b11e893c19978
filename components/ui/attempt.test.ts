import { beforeEach, expect, test, vi } from 'vitest';
import { attempt } from './attempt';
import { NO_ANSWER } from './form-state';

beforeEach(() => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return () => silent.mockRestore();
});

test('an answer passes through as it is, a refusal too', async () => {
  const done = { status: 'done', result: 7 } as const;
  const refused = { status: 'refused', code: 'not_granted', message: 'No.' } as const;
  expect(await attempt('it happened', async () => done)).toBe(done);
  expect(await attempt('it happened', async () => refused)).toBe(refused);
});

test('a lost connection is a refusal that says what is not known', async () => {
  const outcome = await attempt('the group was frozen', () =>
    Promise.reject(new TypeError('lost')),
  );
  expect(outcome).toMatchObject({ status: 'refused', code: NO_ANSWER });
  expect(outcome).toMatchObject({
    message: expect.stringContaining('not known whether the group was frozen'),
  });
});

test('an answer that never comes ends too', async () => {
  const outcome = await attempt('it happened', () => new Promise<never>(() => undefined), 10);
  expect(outcome).toMatchObject({ status: 'refused', code: NO_ANSWER });
});
