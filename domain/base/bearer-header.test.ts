import { expect, it } from 'vitest';
import { bearerToken } from './bearer-header';

it.each([
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER   abc  ', 'abc'],
  ['Bearer a-b._~+/c==', 'a-b._~+/c=='],
])('reads the token of “%s”', (header, token) => {
  expect(bearerToken(header)).toBe(token);
});

it.each([
  ...[null, undefined, '', 'Bearer', 'Bearer ', 'Bearerabc', 'Basic abc', ' Bearer abc'],
  ...['Bearer a b', 'Bearer a, Bearer b', 'Bearer a,b', 'Bearer ä', 'Bearer "abc"', 'Bearer =abc'],
  ...['Bearer abc\n', 'Bearer\tabc', 'Bearer abc\0'],
])('reads no token of “%s”', (header) => {
  expect(bearerToken(header)).toBeNull();
});
