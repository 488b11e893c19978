import { expect, test } from 'vitest';
import { returnPath } from './return-path';

test('a path of the dashboard is kept with its query', () => {
  expect(returnPath('/tokens?status=active')).toBe('/tokens?status=active');
  expect(returnPath('/groups/billing#members')).toBe('/groups/billing#members');
});

test.each([
  'https://evil.example/',
  '//evil.example/tokens',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'tokens',
  '',
  undefined,
])('what could leave this site leads to the overview: %j', (wanted) => {
  expect(returnPath(wanted)).toBe('/');
});

test('pages for people who are signed out lead to the overview', () => {
  for (const wanted of ['/sign-in', '/sign-in?callbackUrl=/x', '/setup', '/api/auth/signout']) {
    expect(returnPath(wanted)).toBe('/');
  }
  expect(returnPath('/apis/sign-in')).toBe('/apis/sign-in');
});
