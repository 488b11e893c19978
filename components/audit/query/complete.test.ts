import { expect, it } from 'vitest';
import { keyCompletions, knownValues, typedTerm, valueCompletions } from './complete';

/** `|` stands for the caret. */
function typed(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, term: typedTerm(text, caret) };
}

/** The query with each completion, its caret marked. */
function completed(marked: string, offered = [{ value: 'denied', label: null as string | null }]) {
  const { text, term } = typed(marked);
  const values = knownValues(term) ?? offered;
  return [...keyCompletions(text, term), ...valueCompletions(text, term, values)].map(
    (each) => `${each.text.slice(0, each.caret)}|${each.text.slice(each.caret)}`,
  );
}

it('offers all keys where a term begins, with what they mean', () => {
  const { text, term } = typed('x |');
  const offered = keyCompletions(text, term);
  expect(offered.map(({ label }) => label)).toContain('outcome:');
  expect(offered.every(({ hint }) => hint)).toBe(true);
});

it.each([
  ['out|', ['outcome:|']],
  ['-out|', ['-outcome:|']],
  ['OUT|', ['outcome:|']],
  ['x out| y', ['x outcome:| y']],
  ['"out|', []],
  ['10.|', []],
])('%s becomes %j', (marked, expected) => {
  expect(completed(marked)).toEqual(expected);
});

it.each([
  ['outcome:de|', ['outcome:denied |']],
  ['x -outcome:de|', ['x -outcome:denied |']],
  ['outcome:de| y', ['outcome:denied |y']],
  ['outcome:allowed,de|', ['outcome:allowed,denied |']],
  ['outcome:denied|', []],
  ['after:-2|', ['after:-24h |']],
  ['nokey:de|', []],
])('the value in %s is completed: %j', (marked, expected) => {
  expect(completed(marked)).toEqual(expected);
});

it('a value is found by its name, and quoted where it must be', () => {
  const offered = [{ value: 'two words', label: 'Deploy bot' }];
  expect(completed('token:"tw|', offered)).toEqual(['token:"two words" |']);
  expect(completed('token:bot|', offered)).toEqual(['token:"two words" |']);
  expect(completed('token:x|', offered)).toEqual([]);
});

it('what the server alone knows is not known here', () => {
  expect(knownValues(typed('group:|').term)).toBe(null);
  expect(knownValues(typed('grp|').term)).toEqual([]);
});

it('spaces within quotation marks end no term', () => {
  expect(typed('group:"a b|').term).toMatchObject({ start: 0, key: 'group', prefix: 'a b' });
  expect(typed('"a b" gr|').term).toMatchObject({ start: 6, key: null, prefix: 'gr' });
});
