import { expect, it } from 'vitest';
import { isSignInRoute, ssoSlugOf } from './sign-in-routes';

it('signing in may ask for its CSRF token and send the password', () => {
  expect(isSignInRoute('GET', ['csrf'])).toBe(true);
  expect(isSignInRoute('POST', ['callback', 'credentials'])).toBe(true);
});

it('leads to a provider and back, and knows which', () => {
  expect(ssoSlugOf('POST', ['signin', 'acme-okta'])).toBe('acme-okta');
  expect(ssoSlugOf('GET', ['callback', 'acme-okta'])).toBe('acme-okta');
  expect(ssoSlugOf('GET', ['signin', 'acme-okta'])).toBeNull();
  expect(ssoSlugOf('POST', ['callback', 'credentials'])).toBeNull();
});

it.each([
  ['POST', 'signin/credentials'],
  ['GET', 'signin/acme-okta'],
  ['POST', 'callback/acme-okta'],
  ['GET', 'callback/a/b'],
  ['GET', 'signout'],
  ['POST', 'signout'],
  ['GET', 'signin'],
  ['GET', 'verify-request'],
  ['GET', 'error'],
  ['GET', 'callback/credentials'],
])('%s /api/auth/%s is not there', (method, path) => {
  expect(isSignInRoute(method, path.split('/'))).toBe(false);
});
