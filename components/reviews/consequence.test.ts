import { expect, test } from 'vitest';
import { consequenceOf } from './consequence';

const byHand = { source: 'manual', sourceName: null } as const;
const given = { source: 'sso', sourceName: 'Acme' } as const;

test('ending says when, and that minds may change until then', () => {
  expect(consequenceOf('end', [byHand])).toMatch(/^Membership and tokens end when .* your mind\.$/);
});

test('what a provider gives is said to stay, by its name', () => {
  expect(consequenceOf('end', [given])).toMatch(/^What a provider gives stays .*\(Acme\)/);
  const both = consequenceOf('end', [byHand, given]);
  expect(both).toContain('Membership and tokens end');
  expect(both).toContain('(Acme)');
});

test('keeping changes nothing', () => {
  expect(consequenceOf('keep', [byHand, given])).toContain('Nothing changes');
});
