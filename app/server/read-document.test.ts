import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '@/domain/base/refusal';
import { readApiDocument } from '@/domain/openapi/read-api-document';
import { aDocument, anOperation } from '@/domain/openapi/testing/documents';
import { readDocument } from './read-document';

const JSON_TEXT = JSON.stringify(aDocument({ '/a': { get: anOperation() } }));
const GZIP = gzipSync(JSON_TEXT);

const sent = (body: RequestInit['body'], headers: Record<string, string> = {}) =>
  readDocument(
    new Request('http://127.0.0.1/', { method: 'PUT', body: body as BodyInit, headers }),
  );

const form = (...parts: [name: string, value: string | Blob][]) => {
  const data = new FormData();
  for (const [name, value] of parts) data.append(name, value);
  return data;
};
const file = (content: string | Uint8Array) => new File([content as BlobPart], 'openapi.yaml');

describe('a document is read', () => {
  it.each([
    ['as it is', JSON_TEXT, {}],
    ['compressed on its way', GZIP, { 'Content-Encoding': 'gzip' }],
    ['as a .gz file', GZIP, { 'Content-Type': 'application/gzip' }],
    ['as a .gz file compressed once more', gzipSync(GZIP), { 'Content-Encoding': 'gzip' }],
    ['as a file of a form', form(['document', file(JSON_TEXT)]), {}],
    ['as a gzip of a form, whatever its field is called', form(['upload', file(GZIP)]), {}],
  ])('%s', async (_how, body, headers) => {
    const read = await sent(body as RequestInit['body'], headers);
    if (isRefusal(read)) throw new Error(read.message);
    expect(read.keep).toEqual([]);
    const result = await readApiDocument(read.document);
    expect(result.ok && result.document.operations).toHaveLength(1);
  });

  it('with the choices of its form', async () => {
    const body = form(['keep', 'byId'], ['document', file(JSON_TEXT)], ['keep', 'byName']);
    expect(await sent(body)).toMatchObject({ keep: ['byId', 'byName'] });
    const others = form(['public', 'a'], ['d', file(JSON_TEXT)], ['multiSegment', 'path']);
    expect(await sent(others)).toMatchObject({ multiSegment: ['path'], public: ['a'], keep: [] });
  });
});

describe('a document is refused, in words that say what to do,', () => {
  it.each([
    ['in another encoding', GZIP, { 'Content-Encoding': 'br' }, 'Content-Encoding: gzip'],
    ['in a form without a file', form(['document', 'x']), {}, '-F document=@openapi.yaml'],
    ['with a field of a form that says nothing', form(['a', file('1')], ['kept', 'x']), {}, 'keep'],
    ['in a form of two', form(['a', file('1')], ['b', file('2')]), {}, 'one file'],
    ['in a broken form', 'x', { 'Content-Type': 'multipart/form-data; boundary=b' }, 'one file'],
    ['in a form without boundary', 'x', { 'Content-Type': 'multipart/form-data' }, 'boundary'],
    [
      'in a form of too many parts',
      '--b\r\n'.repeat(3_000),
      { 'Content-Type': 'multipart/form-data; boundary=b' },
      'at most',
    ],
  ])('%s', async (_how, body, headers, words) => {
    const read = await sent(body as RequestInit['body'], headers as Record<string, string>);
    expect(read).toMatchObject({ ok: false, kind: 'invalid' });
    expect((read as { message: string }).message).toContain(words);
  });

  it('over 32 MB', async () => {
    const read = await sent(new Uint8Array(32 * 1_048_576 + 1));
    expect(read).toMatchObject({ ok: false, kind: 'too_large', code: 'document_too_large' });
  });
});
