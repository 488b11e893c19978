import { expect, test } from 'vitest';
import { roleSummary } from './role-summary';

const billing = { slug: 'billing', name: 'Billing', role: 'lead' } as const;
const platform = { slug: 'platform', name: 'Platform', role: 'member' } as const;

test('a built-in group says more than any other', () => {
  const auditors = { slug: 'auditors', name: 'Auditors', role: 'member' } as const;
  expect(roleSummary([billing, auditors])).toBe('Auditors');
});

test('a lead is a lead first, and the rest is counted', () => {
  expect(roleSummary([platform, billing])).toBe('Lead of Billing');
  expect(roleSummary([billing, { ...platform, role: 'lead' }])).toBe('Lead of Billing and 1 more');
  expect(roleSummary([platform])).toBe('Member of Platform');
});

test('nobody has a role by default', () => {
  expect(roleSummary([])).toBe('In no group');
});
