import { describe, expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import { CLIENT_ADDRESS } from './client';
import type { Testbed } from './testbed';

const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;

/** Headers that would be believed, by the verifier or by an API, if a gateway let them pass. */
const SPOOFED = {
  'X-Forwarded-Method': 'GET',
  'X-Forwarded-Uri': '/v1/invoices',
  'X-Forwarded-Host': 'elsewhere.example.com',
  'X-Forwarded-For': '203.0.113.9',
  'X-Original-Method': 'GET',
  'X-Original-URI': '/v1/invoices',
  'X-Original-Host': 'elsewhere.example.com',
  'X-Original-URL': '/v1/invoices/8',
  'X-Rewrite-URL': '/v1/invoices/8',
  'X-HTTP-Method-Override': 'DELETE',
  'X-HTTP-Method': 'DELETE',
  'X-Method-Override': 'DELETE',
  'X-Keyward-Api': 'keyward',
  'X-Keyward-Port': '8443',
  'X-Keyward-Identity': 'idn_spoofed',
  'X-Keyward-Scopes': 'spoofed:everything',
  X_Keyward_Identity: 'idn_spoofed',
  X_Forwarded_For: '203.0.113.9',
  Upgrade: 'h2c',
  'X-Request-Id': 'spoofed',
} as const;
const spoofed = Object.entries(SPOOFED).flat();

export function describeSpoofing(testbed: () => Testbed): void {
  describe('headers that a client makes up', () => {
    it('neither refuse what is allowed nor reach the API', async () => {
      const { world, ask, decisionOn } = testbed();
      const headers = [...bearer(world.token.secret), 'User-Agent', 'made up', ...spoofed];
      const { status, received } = await ask({ target: '/v1/invoices/7', headers });
      expect(status).toBe(200);
      expect(received).toHaveLength(1);
      const decision = await decisionOn('made up');
      const path = '/v1/invoices/7';
      expect(decision).toMatchObject({ code: 'allowed', api: 'billing', path, ip: CLIENT_ADDRESS });
      const found = Object.fromEntries(received[0]?.headers ?? []);
      expect(found).toMatchObject({
        'x-keyward-identity': [world.identityId],
        'x-keyward-scopes': ['invoices:read'],
        'x-forwarded-for': [CLIENT_ADDRESS],
        'x-request-id': [decision.requestId],
      });
      for (const [name, value] of Object.entries(SPOOFED)) {
        expect([name, ...(found[name.toLowerCase()] ?? [])]).not.toContain(value);
      }
    });

    it('do not allow what is refused', async () => {
      const { world, ask, decisionOn } = testbed();
      const headers = [...bearer(world.token.secret), 'User-Agent', 'made up again', ...spoofed];
      const answer = await ask({ method: 'DELETE', target: '/v1/invoices/7', headers });
      expect(answer).toMatchObject({ status: 403, received: [] });
      const decision = await decisionOn('made up again');
      expect(decision).toMatchObject({ method: 'DELETE', path: '/v1/invoices/7', api: 'billing' });
    });

    it('cannot have the headers of the gateway dropped as hop-by-hop', async () => {
      const { world, ask } = testbed();
      const names = 'X-Forwarded-Uri, X-Forwarded-Method, X-Forwarded-For, X-Keyward-Identity';
      const headers = [...bearer(world.token.secret), 'Connection', `close, ${names}`];
      const { status, received } = await ask({ headers });
      expect(status).toBe(200);
      expect(Object.fromEntries(received[0]?.headers ?? [])).toMatchObject({
        'x-keyward-identity': [world.identityId],
        'x-forwarded-for': [CLIENT_ADDRESS],
      });
    });

    it('such as a second Authorization are refused, whichever comes first', async () => {
      const { world, ask } = testbed();
      const good = bearer(world.token.secret);
      const bad = bearer(generateTokenSecret('service'));
      for (const headers of [
        [...good, ...bad],
        [...bad, ...good],
        [...good, ...good],
      ]) {
        const answer = await ask({ headers });
        expect([400, 401]).toContain(answer.status);
        expect(answer.received).toEqual([]);
      }
    });

    it('such as another Host reach no API', async () => {
      const { world, ask } = testbed();
      const headers = bearer(world.token.secret);
      const answer = await ask({ host: 'elsewhere.example.com', headers });
      expect(answer.received).toEqual([]);
    });
  });
}
