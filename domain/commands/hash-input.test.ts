import { expect, it } from 'vitest';
import { hashInput } from './idempotency';

const DOCUMENT_BYTES = 64 * 1_048_576;

it('a document of many bytes is hashed as one, and not as a property for each', () => {
  const document = new Uint8Array(DOCUMENT_BYTES);
  const same = hashInput({ api: 'a', document });
  expect(hashInput({ document: document.slice(), api: 'a' })).toBe(same);
  document[DOCUMENT_BYTES - 1] = 1;
  expect(hashInput({ api: 'a', document })).not.toBe(same);
});

it('bytes are not taken for the text of their hash', () => {
  const document = new Uint8Array([1]);
  const text = hashInput({
    document: '4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a',
  });
  expect(hashInput({ document })).not.toBe(text);
});
