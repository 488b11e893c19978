import { expect, test } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '@/domain/openapi/document-facts';
import { whyNotDocument } from './check-document';

test('a document of exactly the limit may be sent, one byte more may not', async () => {
  const full = new Blob([new Uint8Array(MAX_DOCUMENT_BYTES)]);
  expect(await whyNotDocument(full)).toBeNull();
  expect(await whyNotDocument(new Blob([full, 'x']))).toContain('32 MB at most');
});

test('nothing and zip archives are named for what they are, gzip may be sent', async () => {
  expect(await whyNotDocument(new Blob([]))).toBe('This is empty.');
  expect(await whyNotDocument(new Blob([new Uint8Array([0x1f, 0x8b, 8])]))).toBeNull();
  expect(await whyNotDocument(new Blob(['PK\u0003\u0004']))).toContain('zip archive');
});
