import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin';

const asked = (headers: Record<string, string>) => isSameOrigin(new Headers(headers));

test('what the browser says of the site decides', () => {
  expect(asked({ 'sec-fetch-site': 'same-origin' })).toBe(true);
  expect(asked({ 'sec-fetch-site': 'same-site' })).toBe(false);
  expect(asked({ 'sec-fetch-site': 'cross-site', origin: 'https://a.test', host: 'a.test' })).toBe(
    false,
  );
});

test('over plain HTTP the origin must be our host', () => {
  expect(asked({ origin: 'http://10.0.0.5:3000', host: '10.0.0.5:3000' })).toBe(true);
  expect(asked({ origin: 'http://evil.test', host: '10.0.0.5:3000' })).toBe(false);
  expect(asked({ origin: 'null', host: '10.0.0.5:3000' })).toBe(false);
});

test('a request that says neither is refused', () => {
  expect(asked({ host: '10.0.0.5:3000' })).toBe(false);
});
