import { describe, expect, it } from 'vitest';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { Testbed } from './testbed';

const PAGE = 'https://app.example.com';
const ELSEWHERE = 'https://elsewhere.example.com';
const bearer = (secret: string) => ['Authorization', `Bearer ${secret}`] as const;
const preflight = (origin: string) => [
  ...['Origin', origin, 'Access-Control-Request-Method', 'DELETE'],
  ...['Access-Control-Request-Headers', 'authorization'],
];

/** What web pages of another origin need of a gateway. */
export function describeBrowsers(testbed: () => Testbed): void {
  describe('the preflight of a web page', () => {
    it('is answered by the gateway, and asks neither the verifier nor the API', async () => {
      const { ask, tap } = testbed();
      tap.take();
      const sent = { method: 'OPTIONS', target: '/v1/invoices/7', headers: preflight(PAGE) };
      const { status, headers, received } = await ask(sent);
      expect({ status, received }).toEqual({ status: 204, received: [] });
      expect(headers['access-control-allow-origin']).toBe(PAGE);
      expect(headers['access-control-allow-methods']).toMatch(/\bDELETE\b/);
      expect(headers['access-control-allow-headers']).toMatch(/\bAuthorization\b/);
      expect(tap.take().text).toBe('');
    });

    it.each([
      ['of a page that is not listed', preflight(ELSEWHERE)],
      ['of a page whose name begins like one that is', preflight(`${PAGE}.evil.example`)],
      ['without the method it is about', ['Origin', PAGE]],
      ['without an origin', ['Access-Control-Request-Method', 'DELETE']],
    ])('%s is an OPTIONS like any other, and needs a token', async (_what, headers) => {
      const sent = { method: 'OPTIONS', target: '/v1/invoices/7', headers };
      const answer = await testbed().ask(sent);
      expect(answer).toMatchObject({ status: 401, received: [] });
      expect(answer.headers['access-control-allow-methods']).toBeUndefined();
    });
  });

  describe('a refusal', () => {
    it('can be read by a page that is listed', async () => {
      const { world, ask } = testbed();
      const origin = ['Origin', PAGE];
      for (const [sent, status] of [
        [{ headers: origin }, 401],
        [{ headers: [...bearer(generateTokenSecret('service')), ...origin] }, 401],
        [
          {
            method: 'DELETE',
            target: '/v1/invoices/7',
            headers: [...bearer(world.token.secret), ...origin],
          },
          403,
        ],
      ] as const) {
        const answer = await ask(sent);
        expect(answer).toMatchObject({ status, received: [] });
        expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
      }
    });

    it('names no other page', async () => {
      const answer = await testbed().ask({ headers: ['Origin', ELSEWHERE] });
      expect([undefined, PAGE]).toContain(answer.headers['access-control-allow-origin']);
    });

    it('adds nothing to what the API answers', async () => {
      const { world, ask } = testbed();
      const answer = await ask({ headers: [...bearer(world.token.secret), 'Origin', PAGE] });
      expect(answer).toMatchObject({ status: 200, received: [{}] });
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    });
  });
}
