import type { Queryable } from '@/db/client';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { durationWords } from '@/domain/policy/duration-words';
import { type Ceilings, DELEGATORS, MINTERS } from '@/domain/policy/effective';
import { liesWithin } from '@/domain/policy/lies-within';
import type { Policy } from './policy';

type Duration =
  | 'maxTtlSeconds'
  | 'idleLimitSeconds'
  | 'rotationPeriodSeconds'
  | 'rotationOverlapSeconds';

const DURATIONS: readonly Duration[] = [
  'maxTtlSeconds',
  'idleLimitSeconds',
  'rotationPeriodSeconds',
  'rotationOverlapSeconds',
];

/**
 * Refuses a policy that allows more than the organisation does. What stays as it was may: its tokens
 * are held to the ceiling all the same.
 * @param before the policy there is; null for a new group's
 */
export async function refuseAboveCeilings(
  db: Queryable,
  policy: Partial<Policy>,
  before: Policy | null,
  ceilings: Ceilings,
): Promise<Refusal | null> {
  const isNew = (field: keyof Policy) =>
    policy[field] !== undefined && String(policy[field]) !== String(before?.[field]);
  const above = (field: keyof Policy, allowed: string) =>
    invalid(`policy.${field}`, `The organisation allows ${allowed}.`);
  for (const field of DURATIONS) {
    const [wanted, ceiling] = [policy[field], ceilings[field]];
    if (ceiling !== null && isNew(field) && (wanted ?? Number.POSITIVE_INFINITY) > ceiling) {
      return above(field, `at most ${durationWords(ceiling)}`);
    }
  }
  const { whoMayMint, whoMayDelegate, allowedCidrs } = ceilings;
  if (isNew('whoMayMint') && isPast(MINTERS, policy.whoMayMint, whoMayMint)) {
    return above('whoMayMint', `${whoMayMint} at most to create tokens`);
  }
  if (isNew('whoMayDelegate') && isPast(DELEGATORS, policy.whoMayDelegate, whoMayDelegate)) {
    return above('whoMayDelegate', `${whoMayDelegate} at most to delegate`);
  }
  if (isNew('allowedCidrs') && !(await liesWithin(db, policy.allowedCidrs ?? [], allowedCidrs))) {
    return above('allowedCidrs', `only addresses in ${allowedCidrs.join(', ')}`);
  }
  return null;
}

const isPast = <Value extends string>(
  order: readonly Value[],
  value: Value | null | undefined,
  ceiling: Value,
): boolean => value != null && order.indexOf(value) > order.indexOf(ceiling);
