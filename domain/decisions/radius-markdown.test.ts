import { expect, test } from 'vitest';
import type { BlastRadius } from './blast-radius';
import { plain, radiusMarkdown } from './radius-markdown';

const at = '2026-03-01T10:00:00.000000Z';
const span = { count: 4, denied: 1, first: at, last: '2026-03-01T11:00:00.000000Z' };
const none = { total: 0, items: [] };
const radius: BlastRadius = {
  subject: { type: 'token', id: 'tok_1', name: 'deploy' },
  ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
  ...{ maxRows: 20_000, isCapped: false, ...span },
  operations: { total: 12, items: [{ api: 'billing', operation: 'deleteInvoice', ...span }] },
  targets: { total: 1, items: [{ api: 'billing', method: 'GET', path: '/a|b', ...span }] },
  addresses: none,
  agents: { total: 1, items: [{ userAgent: '<img src=x> [a](b)', ...span }] },
  denials: none,
  tokens: none,
  others: { items: [], isCapped: false },
};

test('a ticket gets the sums, the window and the lists that hold something', () => {
  const text = radiusMarkdown(radius, 'https://keyward.example/respond/radius');
  expect(text).toContain('# Blast radius: token deploy (tok\\_1)');
  expect(text).toContain('- 4 requests, 1 of them denied');
  expect(text).toContain('https://keyward.example/respond/radius');
  expect(text).toContain('**Operations** (the busiest 1 of 12)');
  expect(text).toContain(
    '| deleteInvoice of billing | 4 | 1 | 2026-03-01T10:00:00Z | 2026-03-01T11:00:00Z |',
  );
  expect(text).not.toContain('**Denials**');
});

test('what is left out is said', () => {
  expect(radiusMarkdown({ ...radius, isCapped: true })).toContain(
    'only the newest 20,000 decisions',
  );
});

test('what others sent makes neither a table, a link nor HTML', () => {
  const text = radiusMarkdown(radius);
  expect(text).toContain('GET /a\\|b');
  expect(text).toContain('&lt;img src=x> \\[a\\](b)');
  expect(plain('a\n## b')).toBe('a ## b');
});
