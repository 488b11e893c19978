import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LOGS, QUERY_KEYS, type ValueKey } from './keys';
import { parseQuery } from './parse-query';
import { printQuery } from './print-query';
import type { QueryTerm, QueryTime, QueryValue } from './terms';

function termsOf(query: string): QueryTerm[] {
  const parsed = parseQuery(query);
  if (!parsed.ok) throw new Error(`${query}: ${parsed.problems[0]?.message}`);
  return parsed.terms.map(({ place: _, ...term }) => term);
}

function problemsOf(query: string) {
  const parsed = parseQuery(query);
  return parsed.ok ? [] : parsed.problems;
}

const exact = (text: string): QueryValue => ({ match: 'exact', text });
const prefix = (text: string): QueryValue => ({ match: 'prefix', text });
const keyTerm = (key: ValueKey, values: QueryValue[], negated = false): QueryTerm => ({
  ...{ kind: 'key', key, values, negated },
});

it('all that the language has is read in one query', () => {
  const query =
    'group:billing outcome:denied -ip:10.0.0.0/8 operation:delete* code:a,"b c" token:none "free text" word -"not, this" after:-24h before:2026-11-27T10:00Z';
  expect(termsOf(query)).toEqual([
    keyTerm('group', [exact('billing')]),
    keyTerm('outcome', [exact('denied')]),
    keyTerm('ip', [exact('10.0.0.0/8')], true),
    keyTerm('operation', [prefix('delete')]),
    keyTerm('code', [exact('a'), exact('b c')]),
    keyTerm('token', [{ match: 'none' }]),
    { kind: 'text', negated: false, text: 'free text' },
    { kind: 'text', negated: false, text: 'word' },
    { kind: 'text', negated: true, text: 'not, this' },
    { kind: 'time', key: 'after', time: { amount: 24, unit: 'h' } },
    { kind: 'time', key: 'before', time: { instant: '2026-11-27T10:00:00.000000Z' } },
  ]);
});

it('the quotation marks of a phone are as good as straight ones, which take them as they are', () => {
  expect(termsOf('“free text” -token:“a, b”*,„c” "say “x”" 10:00')).toEqual([
    { kind: 'text', negated: false, text: 'free text' },
    keyTerm('token', [prefix('a, b'), exact('c')], true),
    { kind: 'text', negated: false, text: 'say “x”' },
    { kind: 'text', negated: false, text: '10:00' },
  ]);
  expect(problemsOf('x “free')).toMatchObject([{ at: 2, length: 5, suggestion: '“free"' }]);
});

it('each term has its place, so that it can be taken out again', () => {
  const query = '  group:billing   -"a b" x';
  const parsed = parseQuery(query);
  const places = parsed.ok ? parsed.terms.map(({ place }) => place) : [];
  const texts = places.map(({ at, length }) => query.slice(at, at + length));
  expect(texts).toEqual(['group:billing', '-"a b"', 'x']);
});

it.each<[string, object]>([
  ['grup:x', { at: 0, length: 4, suggestion: 'group' }],
  ['a -outcom:denied', { at: 3, length: 6, suggestion: 'outcome' }],
  ['constructor:x', { at: 0, length: 13, suggestion: '"constructor:x"' }],
  ['-https://x', { at: 0, length: 10, suggestion: '-"https://x"' }],
  ['x after:2026-11-27 10:00 y', { at: 8, length: 16, suggestion: '2026-11-27T10:00Z' }],
  [
    'before:2026-11-27 10:00:05+01:00',
    { at: 7, length: 25, suggestion: '2026-11-27T10:00:05+01:00' },
  ],
  [
    'after:2026-11-27T10:00:00.123456789Z',
    { at: 6, length: 30, suggestion: '2026-11-27T10:00:00.123456Z' },
  ],
  ['outcome:denid', { at: 8, length: 5, suggestion: 'denied' }],
  ['kind:decisions', { at: 5, length: 9, suggestion: 'decision' }],
  ['ip:10.0.0.0/33', { at: 3, length: 11, suggestion: '10.0.0.0/32' }],
  ['ip:10.0/8', { at: 3, length: 6, suggestion: '10.0.0.0/8' }],
  ['ip:fe80::1%eth0', { at: 3, length: 12, suggestion: 'fe80::1' }],
  ['ip:192.0.2.1,nowhere', { at: 13, length: 7 }],
  ['ip:2001:db8::/129', { at: 3, length: 14, suggestion: '2001:db8::/128' }],
  ['operation:del*ice', { at: 10, length: 7, suggestion: '"del*ice"' }],
  ['path:"open', { at: 5, length: 5, suggestion: '"open"' }],
  ['x "a"b', { at: 5, length: 1 }],
  ['"a","b"', { at: 3, length: 4 }],
  ['group:', { at: 0, length: 6 }],
  ['group:a,', { at: 0, length: 8 }],
  ['-group: b', { at: 0, length: 7 }],
  ['group:""', { at: 6, length: 2 }],
  ['after:24h', { at: 6, length: 3, suggestion: '-24h' }],
  ['after:-24', { at: 6, length: 3, suggestion: '-24h' }],
  ['before:2026-11-27T10:00', { at: 7, length: 16, suggestion: '2026-11-27T10:00Z' }],
  ['after:2026-02-30', { at: 6, length: 10 }],
  ['after:0000-01-01', { at: 6, length: 10 }],
  ['after:2026-01-01T25:00Z', { at: 6, length: 17 }],
  ['-after:-1h', { at: 0, length: 10, suggestion: 'before:-1h' }],
  ['after:-1h,-2h', { at: 0, length: 13 }],
  ['a\0b', { at: 1, length: 1 }],
  ['a *', { at: 2, length: 1 }],
])('%j is refused where it is wrong', (query, problem) => {
  expect(problemsOf(query)).toEqual([{ message: expect.any(String), ...problem }]);
});

it('what is suggested is right in the place of what was wrong', () => {
  for (const query of [
    'grup:x',
    '-https://x',
    'ip:10.0/8',
    'after:24h',
    'path:"open',
    '-after:-1h',
  ]) {
    const [problem] = problemsOf(query);
    const { at = 0, length = 0, suggestion = '' } = problem ?? {};
    const mended = query.slice(0, at) + suggestion + query.slice(at + length);
    expect(parseQuery(mended)).toMatchObject({ ok: true });
  }
});

it('all that is wrong is said at once, up to a bound', () => {
  expect(problemsOf('grup:x outcome:denid ip:no')).toHaveLength(3);
  expect(problemsOf('x:1 '.repeat(40))).toHaveLength(10);
  expect(problemsOf('w '.repeat(31))).toMatchObject([{ message: expect.stringContaining('30') }]);
});

it('addresses that are no key are plain text', () => {
  expect(termsOf('2001:db8::1 fe80::1')).toEqual([
    { kind: 'text', negated: false, text: '2001:db8::1' },
    { kind: 'text', negated: false, text: 'fe80::1' },
  ]);
});

const text = fc
  .string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom(...'ab:,*-"\\ /.é😀', '\n', 'none'),
  })
  .filter((written) => written.trim() !== '');
const value: fc.Arbitrary<QueryValue> = fc.oneof(
  text.map(exact),
  text.map(prefix),
  fc.constant<QueryValue>(prefix('')),
  fc.constant<QueryValue>({ match: 'none' }),
);
const time: fc.Arbitrary<QueryTime> = fc.oneof(
  fc.record({
    amount: fc.integer({ min: 0, max: 99_999 }),
    unit: fc.constantFrom('s' as const, 'm' as const, 'h' as const, 'd' as const, 'w' as const),
  }),
  fc
    .tuple(
      fc.date({ min: new Date('0002-01-01'), max: new Date('9998-01-01'), noInvalidDate: true }),
      fc.nat(999),
    )
    .map(([date, micros]) => ({
      instant: date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`),
    })),
);
const freeKeys = (Object.keys(QUERY_KEYS) as (keyof typeof QUERY_KEYS)[]).filter(
  (key): key is ValueKey => !('values' in QUERY_KEYS[key]) && !('reads' in QUERY_KEYS[key]),
);
const term: fc.Arbitrary<QueryTerm> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), negated: fc.boolean(), text }),
  fc.record({
    kind: fc.constant('key' as const),
    negated: fc.boolean(),
    key: fc.constantFrom(...freeKeys),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('key' as const),
    negated: fc.boolean(),
    key: fc.constant('kind' as const),
    values: fc.array(fc.constantFrom(...LOGS).map(exact), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant('time' as const),
    key: fc.constantFrom('after' as const, 'before' as const),
    time,
  }),
);

it('what is printed is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 7 }), (terms) => {
      expect(termsOf(printQuery(terms))).toEqual(terms);
    }),
  );
});

it('whatever is typed is either read or refused within its bounds, and never a fault', () => {
  const typed = fc.string({
    maxLength: 60,
    unit: fc.constantFrom(...'agroup:ip,*-"\\ /.09\0é', '\n'),
  });
  fc.assert(
    fc.property(typed, (query) => {
      for (const { at, length } of problemsOf(query)) {
        expect(length).toBeGreaterThan(0);
        expect(at + length).toBeLessThanOrEqual(query.length);
      }
    }),
  );
});
