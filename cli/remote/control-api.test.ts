import { beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { recordRequests } from '@/cli/testing/record-requests';
import { askControlApi } from './control-api';

const settings = vi.hoisted(() => ({ keywardUrl: '', keywardToken: 'a token' }));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const BUSY = { detail: 'No connection became free in time.', code: 'database_busy' };
const FAULT = { detail: 'Something went wrong here.', code: 'internal_error' };
/** What is answered, one after the other; done where nothing is left. */
let answers: { status: number; body: object; retryAfter?: string }[] = [];
/** How many of the next answers never arrive. */
let lost = 0;
const asked = recordRequests(settings, () => {
  if (lost > 0) {
    lost -= 1;
    return null;
  }
  const { retryAfter, ...answer } = answers.shift() ?? { status: 200, body: { done: true } };
  return { ...answer, ...(retryAfter && { headers: { 'Retry-After': retryAfter } }) };
});
beforeEach(() => {
  lost = 0;
});

const ask = () =>
  askControlApi({ method: 'POST', path: '/groups', body: '{}' }, z.object({ done: z.boolean() }));

it('asks again what the control API was too busy to do', async () => {
  answers = Array.from({ length: 2 }, () => ({ status: 503, body: BUSY, retryAfter: '0' }));
  expect(await ask()).toEqual({ done: true });
  expect(asked.map(({ what }) => what)).toEqual(Array(3).fill('POST /api/v1/groups'));
});

it('gives up after four tries, and says why', async () => {
  answers = Array.from({ length: 9 }, () => ({ status: 503, body: BUSY, retryAfter: '0' }));
  await expect(ask()).rejects.toThrow('No connection became free in time. (database_busy)');
  expect(asked).toHaveLength(4);
});

it('never asks again after a fault, which may have done it, nor where nothing says when', async () => {
  answers = [{ status: 500, body: FAULT, retryAfter: '0' }];
  await expect(ask()).rejects.toThrow('internal_error');
  answers = [{ status: 503, body: BUSY }];
  await expect(ask()).rejects.toThrow('database_busy');
  expect(asked).toHaveLength(2);
});

const withKey = () =>
  askControlApi(
    {
      ...{ method: 'POST', path: '/tokens', body: '{}' },
      headers: { 'Idempotency-Key': 'key-1' },
    },
    z.object({ done: z.boolean() }),
  );

it('asks again under the same key where the answer is lost, and names the key where all are', async () => {
  lost = 2;
  expect(await withKey()).toEqual({ done: true });
  expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill('key-1'));
  lost = 9;
  await expect(withKey()).rejects.toThrow('try again with --idempotency-key key-1');
  expect(asked).toHaveLength(7);
});

it('asks once where the answer is lost and no key says that it is the same', async () => {
  lost = 1;
  await expect(ask()).rejects.toThrow('does not answer');
  expect(asked).toHaveLength(1);
});
