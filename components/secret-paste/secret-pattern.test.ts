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
  expect(findSecret(`${shaped}x`)).toBeNull();
  expect(findSecret(`kwx_${'a'.repeat(36)}`)).toBeNull();
  expect(findSecret('tok_01h455vb4pex5vsknk084sn02q')).toBeNull();
});

const bearer = `Authorization: Bearer ${secret}`;
const base64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64');
const MIME = /.{1,40}/g;
const half = [secret.slice(0, 20), secret.slice(20)];

test.each([
  ['quoted', `'${secret}'`],
  ['glued to a word', `id_${secret}x`],
  ['after a percent-encoded sign', `?token%3D${secret}%26x`],
  ['percent-encoded itself', encodeURIComponent(secret).replace('_', '%5F')],
  ['percent-encoded twice', `token%253D${secret.replace('_', '%255F')}`],
  ['in a string of JSON', JSON.stringify({ log: `a\n${secret}\tb` })],
  ['in JSON inside of JSON', JSON.stringify(JSON.stringify({ log: `a\n${secret}` }))],
  ['with a JSON escape in it', secret.replace('_', '\\u005f')],
  ['escaped for Markdown', secret.replace('_', '\\_')],
  ['coloured', `\u001b[31m${secret}\u001b[0m`],
  ['coloured in the middle', half.join('\u001b[1;33m')],
  ['coloured, as JSON writes it', JSON.stringify(`\u001b[31m${half.join('\u001b[0m')}`)],
  ['broken over lines', half.join('\n')],
  ['broken over lines of Windows, and indented', half.join('\r\n        ')],
  ['broken in a quoted mail', half.join('\n> ')],
  ['broken as quoted-printable', half.join('=\r\n')],
  ['broken in a shell', half.join('\\\n')],
  ['with characters nobody sees', half.join('\u200b')],
  ['as the password of Basic', `Basic ${base64(`x:${secret}`)}`],
  ['in Base64 of a log', base64(`GET / 401\n${bearer}\n`)],
  ['in Base64 for URLs', Buffer.from(bearer).toString('base64url')],
  ['in Base64 broken over lines', (base64(bearer).match(MIME) ?? []).join('\r\n')],
  ['in Base64 of UTF-16', base64(bearer, 'utf16le')],
  ['in Base64, percent-encoded', encodeURIComponent(base64(`${bearer}=`))],
])('a secret is found %s', (_how, text) => {
  expect(findSecrets(text)[0]).toBe(secret);
  expect(isBrokenSecret(text)).toBe(false);
  expect(withoutSecrets(text)).not.toContain(secret);
});

test('what only looks like one is not made one by reading it otherwise', () => {
  const altered = `${secret.slice(0, -1)}${secret.endsWith('x') ? 'y' : 'x'}`;
  for (const text of [half.join(' y '), base64(altered), altered.replace('_', '%5F')]) {
    expect(findSecrets(text)).toEqual([]);
  }
});

test('a long piece of log is read within a moment', () => {
  const noise = `kwp_${base64('noise'.repeat(40))}%3D\\n`.repeat(2_500);
  const beganAt = performance.now();
  expect(findSecrets(`${noise}${base64(bearer)}`)).toContain(secret);
  expect(performance.now() - beganAt).toBeLessThan(2_000);
});

test('secrets are taken out of text bound for an address, however they are written', () => {
  expect(withoutSecrets(`deploy ${secret} ${secret}`)).toBe('deploy');
  expect(withoutSecrets(`deploy-${secret}x`)).toBe('deploy-x');
  expect(withoutSecrets(`Basic ${base64(`x:${secret}`)}`)).toBe('');
  expect(withoutSecrets(half.join(' '))).toBe('');
});

test('of secrets their SHA-256 is sent, and of other texts the text', () => {
  const hash = '66518d5f050c880cd6fa81e2501463a053e19bf76114d9e3f3fd2cef1714023b';
  expect(withSecretHashed(shaped)).toBe(hash);
  expect(withSecretHashed(`export TOKEN=${shaped}\n`)).toBe(hash);
  const [first, second] = withSecretHashed(`${secret} and ${other}`).split(' ');
  expect(first).toBe(withSecretHashed(secret));
  expect(second).toBe(withSecretHashed(other));
  expect(withSecretHashed('198.51.100.7')).toBe('198.51.100.7');
  const many = Array.from({ length: 23 }, () => generateTokenSecret('service'));
  const sent = withSecretHashed(many.join('\n')).split(' ');
  expect([sent.length, sent[19], sent[20]]).toEqual([21, expect.stringMatching(/^\w{64}$/), '+3']);
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
