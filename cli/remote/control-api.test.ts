import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { askControlApi } from './control-api';

const settings = vi.hoisted(() => ({ keywardUrl: '', keywardToken: 'a token' }));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const BUSY = { detail: 'No connection became free in time.', code: 'database_busy' };
const FAULT = { detail: 'Something went wrong here.', code: 'internal_error' };
/** What is answered, one after the other; done where nothing is left. */
let answers: { status: number; body: object; retryAfter?: string }[] = [];
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  const { status, body, retryAfter } = answers.shift() ?? { status: 200, body: { done: true } };
  response.writeHead(status, retryAfter ? { 'Retry-After': retryAfter } : {});
  response.end(JSON.stringify(body));
});

beforeAll(async () => {
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  settings.keywardUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  asked = [];
});

const ask = () =>
  askControlApi({ method: 'POST', path: '/groups', body: '{}' }, z.object({ done: z.boolean() }));

it('asks again what the control API was too busy to do', async () => {
  answers = Array.from({ length: 2 }, () => ({ status: 503, body: BUSY, retryAfter: '0' }));
  expect(await ask()).toEqual({ done: true });
  expect(asked).toEqual(Array(3).fill('POST /api/v1/groups'));
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
