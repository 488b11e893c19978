import { expect, test } from 'vitest';
import { findSecret, withoutSecrets } from './secret-pattern';

const secret = `kwp_${'a1B2'.repeat(9)}`;

test('a secret is found alone and inside a log line', () => {
  expect(findSecret(secret)).toBe(secret);
  expect(findSecret(`curl -H "Authorization: Bearer ${secret}" x`)).toBe(secret);
  expect(findSecret(`kws_${'0'.repeat(36)}`)).toBe(`kws_${'0'.repeat(36)}`);
});

test('what is too short, too long or of another kind is left alone', () => {
  expect(findSecret(secret.slice(0, -1))).toBeNull();
  expect(findSecret(`${secret}x`)).toBeNull();
  expect(findSecret(`kwx_${'a'.repeat(36)}`)).toBeNull();
  expect(findSecret('tok_01h455vb4pex5vsknk084sn02q')).toBeNull();
});

test('secrets are taken out of text bound for an address', () => {
  expect(withoutSecrets(`deploy ${secret} ${secret}`)).toBe('deploy');
});
