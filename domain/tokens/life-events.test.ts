import { expect, it } from 'vitest';
import { type LifeEvent, markOf } from './life-events';

const warned = (more: Partial<LifeEvent> = {}): LifeEvent => ({
  ...{ seq: 1, id: 'evt_1', at: '2026-11-27T01:00:00.000Z', action: 'tokens.warnStillUsed' },
  ...{ actor: { name: 'worker' }, target: { id: 'tok_old' }, outcome: 'done', reason: null },
  ...{ after: { use: 'late' }, affects: [] },
  ...more,
});

it('a warning that a rotated token is still used is in its life, and in no other', () => {
  const own = { id: 'tok_old', ancestorIds: [] };
  expect(markOf(warned(), own)).toMatchObject({ kind: 'stillUsed', eventId: 'evt_1' });
  expect(markOf(warned({ outcome: 'denied' }), own)).toBeNull();
  expect(markOf(warned(), { id: 'tok_new', ancestorIds: ['tok_old'] })).toBeNull();
});
