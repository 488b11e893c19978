import { expect, test } from 'vitest';
import { withSecretHashed } from './secret-digest';
import { findSecret, isBrokenSecret, withoutSecrets } from './secret-pattern';

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

test('of a secret its SHA-256 is sent, and of other texts the text', () => {
  const hash = '66518d5f050c880cd6fa81e2501463a053e19bf76114d9e3f3fd2cef1714023b';
  expect(withSecretHashed(secret)).toBe(hash);
  expect(withSecretHashed(`export TOKEN=${secret}\n`)).toBe(hash);
  expect(withSecretHashed('198.51.100.7')).toBe('198.51.100.7');
});

test('a secret that was cut off is told from what lists show of one', () => {
  expect(isBrokenSecret(` ${secret.slice(0, -1)}`)).toBe(true);
  expect(isBrokenSecret('kwp_')).toBe(true);
  expect(isBrokenSecret(secret)).toBe(false);
  expect(isBrokenSecret('kwp_3fA9…x7Qk')).toBe(false);
  expect(isBrokenSecret('deploy')).toBe(false);
});
