import { expect, test } from 'vitest';
import { countBelow, relativesOutside } from './bulk-change';
import type { TokenRow } from './token-row';

const row = (id: string, familyId: string, other: Partial<TokenRow> = {}): TokenRow =>
  ({
    ...{ id, familyId, status: 'active', expiresAt: '2999-01-01T00:00:00Z' },
    ...{ livingRelatives: 0, livingBelow: 0, ...other },
  }) as TokenRow;

test('a relative that is chosen too is not outside', () => {
  const [old, fresh] = [
    row('tok_1', 'a', { status: 'rotating', livingRelatives: 1 }),
    row('tok_2', 'a', { livingRelatives: 1 }),
  ];
  expect(relativesOutside([fresh])).toBe(1);
  expect(relativesOutside([old, fresh])).toBe(0);
  expect(relativesOutside([fresh, row('tok_3', 'b'), row('tok_4', 'c')])).toBe(1);
});

test.each([
  ['revoked', {}],
  ['retired', {}],
  ['suspended', { expiresAt: '2020-01-01T00:00:00Z' }],
] as const)('one of the family that is %s stands for none that is alive', (status, other) => {
  const [gone, fresh] = [
    row('tok_1', 'a', { status, livingRelatives: 2, ...other }),
    row('tok_2', 'a', { livingRelatives: 1 }),
  ];
  expect(relativesOutside([gone])).toBe(2);
  expect(relativesOutside([gone, fresh])).toBe(1);
});

test('counts what was made from them', () => {
  expect(countBelow([row('tok_1', 'a', { livingBelow: 2 }), row('tok_2', 'b')])).toBe(2);
});
