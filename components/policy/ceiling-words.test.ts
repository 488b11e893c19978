import { expect, test } from 'vitest';
import { ceilingWords } from './ceiling-words';

const DAY = 86_400;
const policy = {
  maxTtlSeconds: 90 * DAY,
  defaultTtlSeconds: DAY,
  idleLimitSeconds: null,
  rotationOverlapSeconds: DAY,
  rotationPeriodSeconds: 7 * DAY,
  allowedCidrs: [],
  whoMayMint: 'members',
  whoMayDelegate: null,
  approveServiceTokens: false,
} as const;
const open = {
  maxTtlSeconds: null,
  idleLimitSeconds: null,
  rotationPeriodSeconds: null,
  rotationOverlapSeconds: null,
  allowedCidrs: [],
  whoMayMint: 'members',
  whoMayDelegate: 'members',
  approveServiceTokens: false,
} as const;

const wordsOf = (ceilings: object) =>
  ceilingWords({ ...policy, allowedCidrs: [] }, { ...open, allowedCidrs: [], ...ceilings });

test('says nothing where there is no ceiling', () => {
  expect(wordsOf({})).toEqual({});
});

test('says which ceilings hold instead of what the group allows', () => {
  expect(
    wordsOf({
      maxTtlSeconds: 30 * DAY,
      idleLimitSeconds: 7 * DAY,
      rotationPeriodSeconds: 30 * DAY,
      whoMayMint: 'leads',
      whoMayDelegate: 'nobody',
      allowedCidrs: ['10.0.0.0/8'],
      approveServiceTokens: true,
    }),
  ).toEqual({
    maxTtlSeconds: { text: 'at most 30 days', holdsInstead: true },
    idleLimitSeconds: { text: 'at most 7 days', holdsInstead: true },
    rotationPeriodSeconds: { text: 'at most 30 days', holdsInstead: false },
    whoMayMint: { text: 'leads at most', holdsInstead: true },
    whoMayDelegate: { text: 'nobody', holdsInstead: true },
    allowedCidrs: { text: 'only 10.0.0.0/8', holdsInstead: true },
    approveServiceTokens: { text: 'always', holdsInstead: true },
  });
});
