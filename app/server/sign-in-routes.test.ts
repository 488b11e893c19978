import { expect, it } from 'vitest';
import { isSignInRoute } from './sign-in-routes';

it('signing in may ask for its CSRF token and send the password', () => {
  expect(isSignInRoute('GET', ['csrf'])).toBe(true);
  expect(isSignInRoute('POST', ['callback', 'credentials'])).toBe(true);
});

it.each([
  ['GET', 'signout'],
  ['POST', 'signout'],
  ['GET', 'signin'],
  ['GET', 'verify-request'],
  ['GET', 'error'],
  ['GET', 'callback/credentials'],
])('%s /api/auth/%s is not there', (method, path) => {
  expect(isSignInRoute(method, path.split('/'))).toBe(false);
});
