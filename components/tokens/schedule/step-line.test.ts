import { describe, expect, test } from 'vitest';
import type { RotationView } from '@/domain/rotations/rotation-view';
import { stepLine } from './step-line';

const AT = '2026-05-04T10:00:00.000Z';
const planned: RotationView = {
  ...{ id: 'rot_1', state: 'planned', reached: 'planned', confirmed: false, byHand: false },
  ...{ destination: 'CI', secretName: 'KEYWARD_TOKEN', startedBy: null, history: [] },
  ...{ predecessor: null, successor: null, plannedAt: AT, mintedAt: null, deliveredAt: null },
  ...{ deadlineAt: null, seenAt: null, endedAt: null, failure: null, nextAttemptAt: null },
};
const states = (rotation: RotationView) => stepLine(rotation).map(({ state }) => state);

describe('the steps of a rotation', () => {
  test('are in their order, the next one marked', () => {
    expect(states(planned)).toEqual(['done', 'next', 'waiting', 'waiting', 'waiting']);
  });

  test('show a failure at the step that does not work', () => {
    const failing = { ...planned, state: 'failed', mintedAt: AT, failure: 'answered 403' } as const;
    expect(states(failing)).toEqual(['done', 'done', 'failed', 'waiting', 'waiting']);
  });

  test('are all done once the predecessor is retired', () => {
    const times = { mintedAt: AT, deliveredAt: AT, seenAt: AT, endedAt: AT };
    const retired = { ...planned, ...times, state: 'retired' } as const;
    expect(states(retired)).toEqual(['done', 'done', 'done', 'done', 'done']);
  });

  test('of one by hand are its delivery alone', () => {
    const times = { mintedAt: AT, deliveredAt: AT, endedAt: AT };
    const delivered = { ...planned, ...times, byHand: true, state: 'retired' } as const;
    expect(stepLine(delivered).map(({ label, state }) => [label, state])).toEqual([
      ['Rotated by hand', 'done'],
      ['Delivered', 'done'],
    ]);
  });

  test('say what was left out where it was given up', () => {
    const ended = { ...planned, mintedAt: AT, endedAt: AT, state: 'ended' } as const;
    expect(states(ended)).toEqual(['done', 'done', 'skipped', 'skipped', 'skipped']);
  });
});
