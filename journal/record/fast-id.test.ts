import { fromString, toUUID } from 'typeid-js';
import { expect, it } from 'vitest';
import { looksLikeId } from '@/domain/base/ids';
import { newDecisionId } from './fast-id';

const AT = Date.UTC(2026, 10, 23, 12, 34, 56, 789);

it('makes TypeIDs over version 7 UUIDs that carry the time', () => {
  for (let count = 0; count < 2_000; count += 1) {
    const id = newDecisionId(AT);
    expect(looksLikeId('decision', id)).toBe(true);
    const uuid = toUUID(fromString(id));
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(uuid.replace('-', '').slice(0, 12), 16)).toBe(AT);
  }
});

it('repeats none, and sorts by time', () => {
  const ids = Array.from({ length: 20_000 }, () => newDecisionId(AT));
  expect(new Set(ids).size).toBe(ids.length);
  expect(newDecisionId(AT + 1) > (ids.toSorted().at(-1) ?? '')).toBe(true);
});
