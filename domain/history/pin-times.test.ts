import { expect, it } from 'vitest';
import { pinTimes } from './pin-times';

const now = Date.parse('2026-11-27T12:00:00Z');
const pinned = (filter: object) => pinTimes(filter, now);

it('writes the times of a query out, beside those that are said already', () => {
  expect(pinned({ q: 'after:-24h  group:"a  b" before:-1h x', format: 'csv' })).toEqual({
    ...{ q: 'group:"a  b"  x', format: 'csv' },
    ...{ from: '2026-11-26T12:00:00.000000Z', to: '2026-11-27T11:00:00.000000Z' },
  });
  const to = '2026-11-27T10:30:00+00:00';
  expect(pinned({ q: 'before:-1h', to })).toEqual({ to });
  expect(pinned({ q: 'after:2026-01-01', from: '2026-02-01T00:00:00Z' })).toEqual({
    from: '2026-02-01T00:00:00Z',
  });
});

it('leaves alone what has no times, and what can’t be read', () => {
  for (const q of ['group:billing', 'grup:x after:-24h', '"after:-24h"']) {
    expect(pinned({ q })).toEqual({ q });
  }
  expect(pinned({})).toEqual({});
});
