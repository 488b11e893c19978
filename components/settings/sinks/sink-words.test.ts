import { expect, it } from 'vitest';
import type { SinkView } from '@/domain/sinks/sink-view';
import { behindWords, failingOf, isMoving, lastDeliveredOf, standingOf } from './sink-words';

const at = '2026-01-31T08:15:30.123456Z';
const position: SinkView['positions'][number] = {
  ...{ source: 'changes', waiting: 0, lagSeconds: 0, delivered: 4, deliveredAt: at },
  ...{ failures: 0, failingSince: null, lastError: null, nextAttemptAt: null },
};
const failing = { failures: 3, failingSince: at, lastError: 'It answered 503.', waiting: 2 };
const sink = (
  positions: Partial<SinkView['positions'][number]>[],
  more: Partial<SinkView> = {},
): SinkView => ({
  ...{ id: 'snk_1', name: 'siem', where: 'tls://logs.example.com:6514', credential: null },
  place: { kind: 'syslog', host: 'logs.example.com', port: 6514, tls: true },
  ...{ state: 'active', createdAt: at, createdBy: { id: 'idn_1', name: 'Ada' } },
  positions: positions.map((given) => ({ ...position, ...given })),
  test: { askedAt: null, testedAt: null, error: null },
  ...more,
});

it.each([
  ['Up to date', [{}, { waiting: 2, lagSeconds: 3 }], {}],
  ['Catching up', [{}, { waiting: 2, lagSeconds: 300 }], {}],
  ['Stuck', [{ waiting: 2, lagSeconds: 300 }, failing], {}],
  ['Paused', [failing], { state: 'paused' as const }],
])('stands as %s', (word, positions, more) => {
  expect(standingOf(sink(positions, more)).word).toBe(word);
});

it('says in words and number how far behind it is', () => {
  expect(behindWords(position)).toBe('nothing waits');
  expect(behindWords({ ...position, waiting: 1_204, lagSeconds: 725 })).toBe(
    '1,204 waiting, the oldest 12 minutes 5 seconds old',
  );
  expect(behindWords({ ...position, source: 'decisions', waiting: 1, lagSeconds: 60 })).toBe(
    '1 batch waiting, the oldest 1 minute old',
  );
});

it('tells of the log that has failed for longest, and of none while it is paused', () => {
  const later = { ...failing, failingSince: '2026-02-01T00:00:00Z', lastError: 'later' };
  expect(failingOf(sink([later, failing]))?.lastError).toBe('It answered 503.');
  expect(failingOf(sink([failing], { state: 'paused' }))).toBeUndefined();
  expect(failingOf(sink([{}]))).toBeUndefined();
});

it('has last delivered when any of its logs was taken', () => {
  expect(lastDeliveredOf(sink([{ deliveredAt: null }]))).toBeNull();
  expect(lastDeliveredOf(sink([{}, { deliveredAt: '2026-02-01T00:00:00Z' }]))).toBe(
    '2026-02-01T00:00:00Z',
  );
});

it('is looked at again while something of it waits', () => {
  expect(isMoving(sink([{}]))).toBe(false);
  expect(isMoving(sink([{ waiting: 1 }]))).toBe(true);
  expect(isMoving(sink([{ waiting: 1 }], { state: 'paused' }))).toBe(false);
  const test = { askedAt: at, testedAt: null, error: null };
  expect(isMoving(sink([{}], { state: 'paused', test }))).toBe(true);
});
