import { expect, test } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { hasItsChecksum } from './secret-checksum';
import { withSecretHashed } from './secret-digest';
import { findSecret, findSecrets, isBrokenSecret, withoutSecrets } from './secret-pattern';

const shaped = `kwp_${'a1B2'.repeat(9)}`;
const secret = generateTokenSecret('personal', (bytes) => Buffer.alloc(bytes, 7));
const other = generateTokenSecret('service', (bytes) => Buffer.alloc(bytes, 9));

test('a secret is found alone and inside a log line', () => {
  expect(findSecret(secret)).toBe(secret);
  expect(findSecret(`curl -H "Authorization: Bearer ${secret}" x`)).toBe(secret);
  expect(findSecret(`kws_${'0'.repeat(36)}`)).toBe(`kws_${'0'.repeat(36)}`);
});

test('in a piece of log each secret is found once, those whose checksum holds first', () => {
  const log = `401 ${shaped}\nGET /a ${other}\nGET /b "${secret}"\nGET /c ${other}`;
  expect(findSecrets(log)).toEqual([other, secret, shaped]);
});

test('the checksum is the one that secrets are made with', () => {
  for (let round = 0; round < 200; round += 1) {
    expect(hasItsChecksum(generateTokenSecret('service'))).toBe(true);
  }
  const altered = secret.slice(0, 10) + (secret[10] === 'x' ? 'y' : 'x') + secret.slice(11);
  expect(hasItsChecksum(altered)).toBe(false);
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

test('of secrets their SHA-256 is sent, and of other texts the text', () => {
  const hash = '66518d5f050c880cd6fa81e2501463a053e19bf76114d9e3f3fd2cef1714023b';
  expect(withSecretHashed(shaped)).toBe(hash);
  expect(withSecretHashed(`export TOKEN=${shaped}\n`)).toBe(hash);
  const [first, second] = withSecretHashed(`${secret} and ${other}`).split(' ');
  expect(first).toBe(withSecretHashed(secret));
  expect(second).toBe(withSecretHashed(other));
  expect(withSecretHashed('198.51.100.7')).toBe('198.51.100.7');
});

test('a secret that was cut off or altered is told from what lists show of one', () => {
  expect(isBrokenSecret(` ${secret.slice(0, -1)}`)).toBe(true);
  expect(isBrokenSecret(`Authorization: Bearer ${secret.slice(0, 20)}`)).toBe(true);
  expect(isBrokenSecret(shaped)).toBe(true);
  expect(isBrokenSecret('kwp_')).toBe(true);
  expect(isBrokenSecret(secret)).toBe(false);
  expect(isBrokenSecret(`${shaped} ${secret}`)).toBe(false);
  expect(isBrokenSecret('kwp_3fA9…x7Qk')).toBe(false);
  expect(isBrokenSecret('deploy')).toBe(false);
});
