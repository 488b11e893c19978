import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './security-policy';

const base = { nonce: 'bm9uY2U=', development: false, secure: false };

test('the production policy allows nothing inline and no eval', () => {
  const policy = contentSecurityPolicy(base);
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain('unsafe-eval');
  expect(policy).toContain("script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
  expect(policy).toContain("style-src 'self' 'nonce-bm9uY2U='");
});

test('eval is allowed in development only', () => {
  expect(contentSecurityPolicy({ ...base, development: true })).toContain("'unsafe-eval'");
});

test('insecure requests are upgraded only when the page came over https', () => {
  expect(contentSecurityPolicy(base)).not.toContain('upgrade-insecure-requests');
  expect(contentSecurityPolicy({ ...base, secure: true })).toContain('upgrade-insecure-requests');
});
