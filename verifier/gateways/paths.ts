import { describe, expect, it } from 'vitest';
import { scanPath } from '@/domain/routing/scan-path';
import type { Testbed } from './testbed';

/** All of them another operation, or none, on a server that decodes or normalises. */
const AMBIGUOUS = [
  ...['/v1/invoices%2f7', '/v1%2Finvoices', '/v1/invoices/7%2f..%2f8', '/v1/invoices/%2e%2e'],
  ...['//v1/invoices', '/v1//invoices', '/v1/invoices//7', '/v1/invoices//', '/v1/invoices/'],
  ...[
    '/v1/../v1/invoices',
    '/v1/./invoices',
    '/v1/invoices/..',
    '/v1/invoices/.',
    '/../v1/invoices',
  ],
  ...[
    '/v1/invoices;x',
    '/v1/invoices;x=/7',
    '/v1/invoices/7;x',
    '/v1/invoices/..;/7',
    '/v1;/invoices',
  ],
  ...['/v1/%69nvoices', '/%761/invoices', '/v1/invoices/%2e%2e/invoices', '/v1/invoices/%2E'],
  ...[
    '/v1/invoices\\7',
    '/v1\\invoices',
    '/v1/invoices%5c7',
    '/v1/invoices/7%00',
    '/v1/invoices/7%0a',
  ],
  ...['/v1/invoices/7%3fx', '/v1/invoices/7%23x', '/v1/invoices/7#x', '/v1/invoices/%zz'],
  ...['/v1/invoices/%', '/v1/invoices/%c0%af', '/v1/invoices/%ef%bc%8f', '/v1/invoices/%25%32%66'],
];

const PIECES = [
  ...[
    '',
    '%2f',
    '/',
    '//',
    '/.',
    '/..',
    '/../',
    ';',
    ';x=1',
    '%2e',
    '.',
    '..',
    '%',
    '%25',
    '%5c',
    '\\',
  ],
  ...[
    '"',
    '%22',
    '<',
    '%3c',
    '^',
    '|',
    '%7C',
    '{',
    '`',
    '[',
    ']',
    "'",
    '!',
    '*',
    '(',
    '@',
    ':',
    '~',
  ],
  ...[
    '+',
    '%20',
    '%2b',
    '\u00e9',
    '%c3%a9',
    '%C3%A9',
    '%00',
    '%7f',
    '#',
    '#a',
    '?',
    '?x=/../',
    '?#',
    '&',
  ],
];
const PLACES = [
  ...[(piece: string) => `/v1/invoices${piece}7`, (piece: string) => `/v1/invoices/7${piece}`],
  ...[(piece: string) => `/v1/${piece}invoices/7`, (piece: string) => `/${piece}v1/invoices/7`],
  (piece: string) => `/v1/invoices/${piece}`,
];

export function describePaths(testbed: () => Testbed): void {
  describe('paths', () => {
    it.each(AMBIGUOUS)('%s is refused and never reaches the API', async (target) => {
      const { world, ask } = testbed();
      const headers = ['Authorization', `Bearer ${world.token.secret}`];
      const answer = await ask({ target, headers });
      expect(answer.received).toEqual([]);
      expect([400, 403]).toContain(answer.status);
    });

    it('that were decided are the paths the API gets, however odd', async () => {
      const { world, ask, decisionsById } = testbed();
      const headers = ['Authorization', `Bearer ${world.token.secret}`];
      const reached = new Map<string, string>();
      for (const target of PLACES.flatMap((place) => PIECES.map(place))) {
        const { status, received } = await ask({ target, headers });
        expect([target, received.length]).toEqual([target, status === 200 ? 1 : 0]);
        for (const { headers: found, target: passed } of received) {
          const [path] = passed.split('?');
          reached.set(found.get('x-keyward-decision')?.[0] ?? '', path ?? '');
        }
      }
      expect(reached.size).toBeGreaterThan(20);
      const decisions = await decisionsById([...reached.keys()]);
      expect(new Map(decisions.map(({ id, path }) => [id, path]))).toEqual(reached);
      for (const path of reached.values()) expect(scanPath(path)).toBeTypeOf('object');
    });

    it('in absolute form are refused, or decided and passed on as the same request', async () => {
      const { world, ask, decisionOn } = testbed();
      for (const host of ['billing.example.com', 'elsewhere.example.com']) {
        const userAgent = `absolute ${host}`;
        const headers = ['Authorization', `Bearer ${world.token.secret}`, 'User-Agent', userAgent];
        const { received } = await ask({ target: `http://${host}/v1/invoices/7`, headers });
        if (received.length === 0) continue;
        expect(host).toBe('billing.example.com');
        expect(received).toMatchObject([{ target: '/v1/invoices/7' }]);
        expect(received[0]?.headers.get('host')).toEqual(['billing.example.com']);
        expect(await decisionOn(userAgent)).toMatchObject({ path: '/v1/invoices/7' });
      }
    });
  });
}
