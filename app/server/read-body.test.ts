import { expect, it } from 'vitest';
import { readBody } from './read-body';

const MAX_BYTES = 10;

/** A body of which this comes, and then this error. */
function broken(text: string, error: Error): Request {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
    pull: (controller) => controller.error(error),
  });
  return new Request('http://127.0.0.1/', { method: 'POST', body, duplex: 'half' } as RequestInit);
}

const read = (body: string) =>
  readBody(new Request('http://127.0.0.1/', { method: 'POST', body }), MAX_BYTES);

it('reads a body up to its bound', async () => {
  expect(await read('0123456789')).toEqual(Buffer.from('0123456789'));
  expect(await read('0123456789a')).toMatchObject({ ok: false, code: 'body_too_large' });
});

it('takes one that breaks off for a sender who has left', async () => {
  const left = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
  expect(await readBody(broken('01', left), MAX_BYTES)).toMatchObject({
    ...{ ok: false, kind: 'invalid', code: 'body_cut_off' },
  });
});

it('takes nothing else for that', async () => {
  const lost = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  for (const fault of [lost, new Error('aborted'), new TypeError('no such thing')]) {
    await expect(readBody(broken('01', fault), MAX_BYTES)).rejects.toThrow(fault);
  }
});
