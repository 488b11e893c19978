import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin';

const OWN = 'http://10.0.0.5:3000';
const asked = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), OWN);

test('what the browser says of the site and of the origin must both be us', () => {
  expect(asked({ 'sec-fetch-site': 'same-origin' })).toBe(true);
  expect(asked({ 'sec-fetch-site': 'same-origin', origin: OWN })).toBe(true);
  expect(asked({ 'sec-fetch-site': 'same-site', origin: OWN })).toBe(false);
  expect(asked({ 'sec-fetch-site': 'cross-site', origin: OWN })).toBe(false);
  expect(asked({ 'sec-fetch-site': 'none', origin: OWN })).toBe(false);
});

test('over plain HTTP the origin must be our address, scheme and port included', () => {
  expect(asked({ origin: OWN })).toBe(true);
  for (const origin of [
    'http://evil.test',
    'https://10.0.0.5:3000',
    'http://10.0.0.5',
    'null',
    '',
  ]) {
    expect(asked({ origin }), origin).toBe(false);
  }
});

test('a Host that says the same as a foreign origin helps nobody', () => {
  const host = { host: 'evil.test', 'x-forwarded-host': 'evil.test' };
  expect(asked({ ...host, origin: 'http://evil.test' })).toBe(false);
  expect(asked({ ...host, origin: 'http://evil.test', 'sec-fetch-site': 'same-origin' })).toBe(
    false,
  );
});

test('a request that says neither is refused', () => {
  expect(asked({ host: '10.0.0.5:3000' })).toBe(false);
});
