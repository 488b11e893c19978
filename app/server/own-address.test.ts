import { describe, expect, it } from 'vitest';
import { tellOwnAddress } from './own-address';

const PROXY = '10.0.0.1';

/** The headers as Next sees them. */
function told(
  headers: Record<string, string>,
  { keywardUrl = 'https://keyward.example.com', from = PROXY } = {},
) {
  const request = { headers: { ...headers }, socket: { remoteAddress: from } };
  tellOwnAddress({ keywardUrl, isTrusted: (address) => address === PROXY })(request);
  return request.headers as Record<string, string | undefined>;
}

describe('the address that Next is told', () => {
  it.each<Record<string, string>>([
    {},
    { host: '127.0.0.1:3000' },
    { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    { host: 'keyward.example.com', 'x-forwarded-host': 'evil.example, keyward.example.com' },
    {
      host: 'keyward.example.com:8443',
      'x-forwarded-port': '8443',
      forwarded: 'host=evil.example',
    },
  ])('is KEYWARD_URL, whatever the request says: %j', (headers) => {
    const seen = told(headers);
    expect(seen).toMatchObject({
      host: 'keyward.example.com',
      'x-forwarded-host': 'keyward.example.com',
    });
    expect(JSON.stringify(seen)).not.toMatch(/evil|8443/);
  });

  it.each([
    ['https', PROXY, 'https'],
    ['HTTPS', PROXY, 'https'],
    ['https, https', PROXY, 'https'],
    ['https, http', PROXY, 'http'],
    ['http, https', PROXY, 'http'],
    ['https,', PROXY, 'http'],
    ['http', PROXY, 'http'],
    ['https', '203.0.113.9', 'http'],
  ])(
    'has the scheme of the client by the word of a trusted proxy: %s from %s',
    (proto, from, scheme) => {
      expect(told({ 'x-forwarded-proto': proto }, { from })['x-forwarded-proto']).toBe(scheme);
    },
  );

  it('is never https where KEYWARD_URL is not', () => {
    const seen = told({ 'x-forwarded-proto': 'https' }, { keywardUrl: 'http://keyward.lan' });
    expect(seen['x-forwarded-proto']).toBe('http');
  });
});

describe('the origin of an action', () => {
  it.each([
    ['https://keyward.example.com', 'https://keyward.example.com'],
    ['http://keyward.example.com', 'null'],
    ['https://keyward.example.com:8443', 'https://keyward.example.com:8443'],
    ['https://evil.example', 'https://evil.example'],
    ['nonsense', 'null'],
    ['', 'null'],
    ['null', 'null'],
  ])('%s stays foreign unless it is our own', (origin, seen) => {
    expect(told({ origin, host: new URL('https://evil.example').host }).origin).toBe(seen);
  });

  it('may name the machine itself by any of its names', () => {
    const keywardUrl = 'http://127.0.0.1:3000';
    for (const origin of ['http://localhost:3000', 'http://[::1]:3000', keywardUrl]) {
      expect(told({ origin }, { keywardUrl }).origin).toBe(keywardUrl);
    }
    for (const origin of ['http://localhost:3001', 'https://localhost:3000', 'http://localhost']) {
      expect(told({ origin }, { keywardUrl }).origin).not.toBe(keywardUrl);
    }
    expect(told({ origin: 'https://localhost' }).origin).toBe('https://localhost');
  });
});
