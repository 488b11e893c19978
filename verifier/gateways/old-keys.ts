import { describe, expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { Testbed } from './testbed';

const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;

/** Clients of another product go on sending X-API-Key for a while. */
export function describeOldKeys(testbed: () => Testbed): void {
  describe('a key in X-API-Key', () => {
    it('is the token, and stays at the gateway', async () => {
      const { world, ask, decisionOn } = testbed();
      const headers = ['X-API-Key', world.token.secret, 'User-Agent', 'old client'];
      const answer = await ask({ target: '/v1/invoices/7', headers });
      expect(answer).toMatchObject({ status: 200, received: [{}] });
      expect(await decisionOn('old client')).toMatchObject({ tokenId: world.token.id });
      const seen = JSON.stringify([...(answer.received[0]?.headers ?? [])]);
      expect(seen).not.toContain(world.token.secret);
    });

    it('opens no more than a token does', async () => {
      const { world, ask } = testbed();
      const key = ['X-API-Key', world.token.secret];
      const denied = await ask({ method: 'DELETE', target: '/v1/invoices/7', headers: key });
      expect(denied).toMatchObject({ status: 403, received: [] });
      for (const wrong of [
        'rubbish',
        `Bearer ${world.token.secret}`,
        generateTokenSecret('service'),
      ]) {
        const answer = await ask({ headers: ['X-API-Key', wrong] });
        expect(answer).toMatchObject({ status: 401, received: [] });
      }
    });

    it('counts for nothing beside an Authorization header, and stays here all the same', async () => {
      const { world, ask } = testbed();
      const key = ['X-API-Key', world.token.secret];
      const dead = await ask({ headers: [...bearer(generateTokenSecret('service')), ...key] });
      expect(dead).toMatchObject({ status: 401, received: [] });
      const both = await ask({ headers: [...bearer(world.token.secret), 'X-API-Key', 'old'] });
      expect(both).toMatchObject({ status: 200, received: [{}] });
      expect(both.received[0]?.headers.has('x-api-key')).toBe(false);
    });
  });
}
