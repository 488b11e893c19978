import { describe, expect, it } from 'vitest';
import { STOPPING_OPERATIONS } from '@/domain/base/built-ins';
import { OPERATIONS } from '@/domain/registry/operations';
import { LEAD_OPERATIONS, MEMBER_OPERATIONS, SELF_OPERATIONS } from './role-rights';

const known = new Set(OPERATIONS.map(({ operation }) => operation));

describe('a right that comes with a role', () => {
  it.each(
    Object.entries({ SELF_OPERATIONS, MEMBER_OPERATIONS, LEAD_OPERATIONS, STOPPING_OPERATIONS }),
  )('is the right to an operation that exists, in %s', (_name, operations) => {
    expect([...operations].filter((operation) => !known.has(operation))).toEqual([]);
  });
});
