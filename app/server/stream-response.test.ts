import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Context } from '@/domain/base/context';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { BATCH_ROWS, defineStream } from '@/domain/commands/define-stream';
import { contextOf, openWorld, type World } from '@/domain/testing/world';
import { streamResponse } from './stream-response';

let world: World;
let context: Context;
beforeAll(async () => {
  world = await openWorld();
  context = contextOf(world.db, world.administrator);
});
afterAll(() => world.close());

/** Rows without an end, until `refuseAt`. */
function endless(refuseAt = Number.POSITIVE_INFINITY) {
  const asked = { times: 0 };
  const stream = defineStream({
    operation: 'audit.export',
    summary: 'Count',
    http: { method: 'GET', path: '/numbers' },
    input: { to: z.string().optional() },
    row: z.object({ n: z.number() }),
    columns: ['n'],
    cursorOf: ({ n }) => String(n),
    target: () => everything('system'),
    async batch({ input, limit }) {
      asked.times += 1;
      if (asked.times > refuseAt) return refuse('forbidden', 'not_granted', 'No more.');
      const start = Number(input.after ?? 0);
      return Array.from({ length: limit }, (_, at) => ({ n: start + at + 1 }));
    },
  });
  return { stream, asked };
}

it('asks for no more than its client reads', async () => {
  const { stream, asked } = endless();
  const response = await streamResponse(stream, context, { format: 'csv' });
  expect(response.headers.get('content-type')).toMatch('text/csv');
  expect(response.headers.get('content-disposition')).toBe(
    'attachment; filename="keyward-audit-export.csv"',
  );
  const reader = response.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  expect(first.split('\r\n').slice(0, 2)).toEqual(['n', '1']);
  expect(asked.times).toBe(1);
  const second = new TextDecoder().decode((await reader?.read())?.value);
  expect(second.split('\r\n')[0]).toBe(String(BATCH_ROWS + 1));
  await reader?.cancel();
  expect(asked.times).toBe(2);
});

it('fails the transfer where the rows end early', async () => {
  const response = await streamResponse(endless(2).stream, context, {});
  await expect(response.text()).rejects.toThrow('the stream was cut: not_granted');
});

it('says in a problem why there are no rows at all', async () => {
  const response = await streamResponse(endless(0).stream, context, {});
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'not_granted' });
});

it('a CSV without rows still has its header', async () => {
  const { stream } = endless();
  const none = { ...stream, run: async () => ({ rows: [] }) };
  expect(await (await streamResponse(none, context, { format: 'csv' })).text()).toBe('n\r\n');
  expect(await (await streamResponse(none, context, {})).text()).toBe('');
});

it('is a gzip file where that is asked for, and events never are', async () => {
  const { stream } = endless();
  const asked = { compression: 'gzip', format: 'ndjson' };
  const response = await streamResponse(stream, context, asked);
  expect(response.headers.get('content-type')).toBe('application/gzip');
  expect(response.headers.get('content-disposition')).toContain('keyward-audit-export.ndjson.gz"');
  const reader = response.body?.getReader();
  const members = [(await reader?.read())?.value, (await reader?.read())?.value];
  await reader?.cancel();
  const text = gunzipSync(Buffer.concat(members.map((part) => part ?? Buffer.alloc(0)))).toString();
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { n: number });
  expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 2 * BATCH_ROWS }, (_, at) => at + 1));
  const events = await streamResponse(stream, context, { ...asked, format: 'sse' });
  expect(events.status).toBe(422);
});
