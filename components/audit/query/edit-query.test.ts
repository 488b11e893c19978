import { expect, it } from 'vitest';
import {
  asksFor,
  logsOf,
  pinned,
  rangeOf,
  termsOf,
  withoutTerm,
  withRange,
  withTermTurned,
  withValueToggled,
} from './edit-query';

const NOW_MS = Date.parse('2026-03-02T12:00:00Z');
const view = (q: string, from: string | null = null, to: string | null = null) => ({ q, from, to });
const wanted = (key: 'group' | 'outcome', text: string, negated = false) => ({
  ...{ key, text, negated },
});

it.each([
  ['', wanted('outcome', 'denied'), 'outcome:denied'],
  ['outcome:denied', wanted('outcome', 'denied'), ''],
  ['group:web x', wanted('group', 'billing'), 'group:web,billing x'],
  ['group:web,billing', wanted('group', 'web'), 'group:billing'],
  ['group:web', wanted('group', 'web', true), '-group:web'],
  ['-group:web', wanted('group', 'web'), 'group:web'],
  ['-group:web', wanted('group', 'a b', true), '-group:web,"a b"'],
  ['group:we*', wanted('group', 'web'), 'group:we*,web'],
  ['grup:web', wanted('group', 'web'), 'grup:web group:web'],
])('%s with %j toggled is %s', (q, value, expected) => {
  expect(withValueToggled(q, value)).toBe(expected);
});

it('tells whether a value is asked for, or left out', () => {
  const terms = termsOf('group:web,billing -outcome:denied');
  expect(asksFor(terms, wanted('group', 'billing'))).toBe(true);
  expect(asksFor(terms, wanted('group', 'billing', true))).toBe(false);
  expect(asksFor(terms, wanted('outcome', 'denied', true))).toBe(true);
  expect(asksFor(terms, wanted('group', 'bill'))).toBe(false);
});

it('takes a term away, and turns one around', () => {
  const terms = termsOf('group:web "two words" -ip:10.0.0.0/8');
  const [group, text, ip] = terms;
  if (!group || !text || !ip) throw new Error('three terms were typed');
  expect(withoutTerm(terms, text)).toBe('group:web -ip:10.0.0.0/8');
  expect(withTermTurned(terms, ip)).toBe('group:web "two words" ip:10.0.0.0/8');
  expect(withTermTurned(terms, text)).toBe('group:web -"two words" -ip:10.0.0.0/8');
});

it('another range takes the place of the times in the query', () => {
  const range = { from: '2026-03-01T00:00:00Z', to: null };
  expect(withRange(view('group:web after:-24h before:-1h'), range)).toEqual({
    ...{ q: 'group:web', from: '2026-03-01T00:00:00Z', to: null },
  });
});

it('the range is what both the query and the address leave', () => {
  expect(rangeOf(view('after:-24h', '2026-03-02T06:00:00Z'), NOW_MS)).toEqual({
    ...{ from: '2026-03-02T06:00:00Z', to: null },
  });
  expect(rangeOf(view('before:-1h', null, '2026-03-03T00:00:00Z'), NOW_MS).to).toBe(
    '2026-03-02T11:00:00.000000Z',
  );
});

it('a pinned view looks at the same time whenever it is opened', () => {
  expect(pinned(view('outcome:denied after:-24h'), NOW_MS)).toEqual({
    ...{ q: 'outcome:denied', from: '2026-03-01T12:00:00.000000Z' },
    to: '2026-03-02T12:00:00.001Z',
  });
  expect(pinned(view('x', null, '2026-03-01T00:00:00Z'), NOW_MS).to).toBe('2026-03-01T00:00:00Z');
});

it.each([
  ['', ['decision', 'change']],
  ['group:web', ['decision', 'change']],
  ['operation:listParcels', ['decision']],
  ['-operation:listParcels', ['decision', 'change']],
  ['action:tokens.revoke', ['change']],
  ['kind:change', ['change']],
  ['-kind:change', ['decision']],
  ['kind:de*', ['decision']],
  ['action:x operation:y', []],
])('%s can be found in %j', (q, logs) => {
  expect(logsOf(termsOf(q))).toEqual(logs);
});
