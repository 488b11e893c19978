import { expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { requestFacts, requestOriginOf } from './request-facts';

const said = { method: 'GET', path: '/a', userAgent: 'curl/8', requestId: 'r-1' };

it('keeps what was said, and where it came from', () => {
  expect(requestFacts(said, '192.0.2.1')).toEqual({ ...said, ip: '192.0.2.1' });
});

it('keeps no query string, which may hold anything', () => {
  expect(requestFacts({ ...said, path: '/a?token=1' }, null).path).toBe('/a');
  expect(requestFacts({ ...said, path: '?token=1' }, null).path).toBeNull();
});

it('has null for what is absent or empty', () => {
  const nothing = { method: null, path: undefined, userAgent: '', requestId: null };
  const none = { method: null, path: null, ip: null, userAgent: null, requestId: null };
  expect(requestFacts(nothing, null)).toEqual(none);
});

it('cuts what is too long, and none so that part of a secret is left', () => {
  const long = 'x'.repeat(3_000);
  const cut = requestFacts({ method: long, path: long, userAgent: long, requestId: long }, null);
  const lengths = [cut.method, cut.path, cut.userAgent, cut.requestId].map((text) => text?.length);
  expect(lengths).toEqual([32, 2_000, 300, 200]);
  const secret = generateTokenSecret('personal');
  const userAgent = `${'x'.repeat(280)} ${secret}`;
  expect(requestFacts({ ...said, userAgent }, null).userAgent).not.toContain(secret.slice(0, 12));
});

it('keeps nothing that Postgres refuses', () => {
  const { userAgent } = requestFacts({ ...said, userAgent: 'a\0b\ud800c' }, null);
  expect(userAgent).toBe('a\ufffdb\ufffdc');
});

it('tells the audit log the same of where a request came from, without what nobody sees', () => {
  const origin = requestOriginOf('req_1', '192.0.2.1', `a\u0007b\u0085c${'x'.repeat(400)}`);
  expect(origin).toEqual({ id: 'req_1', ip: '192.0.2.1', userAgent: `abc${'x'.repeat(297)}` });
  expect(requestOriginOf('req_1', null, null).userAgent).toBeNull();
});
