import { expect, it } from 'vitest';
import { topicOptions, topicsLine, topicWords } from './topic-words';

it.each([
  ['*', 'Every change'],
  ['tokens.*', 'Tokens: everything'],
  ['trustRules.delete', 'Trust rules: delete'],
  ['groups.editMembers', 'Groups: edit members'],
  ['*.delete', 'Everywhere: delete'],
  ['tokens.re*', 'tokens.re*'],
])('%s is “%s”', (topic, words) => expect(topicWords(topic)).toBe(words));

it('tells a few topics and how many more', () => {
  expect(topicsLine(['tokens.*', 'groups.delete', 'apis.*', 'mail.test'])).toBe(
    'Tokens: everything, Groups: delete and 2 more',
  );
  expect(topicsLine(['tokens.*', '*'])).toBe('Every change');
});

it('offers all of a thing, verbs everywhere, actions, and what was kept', () => {
  const values = topicOptions(['tokens.revoke'], ['tokens.re*', 'tokens.*']).map(
    ({ value }) => value,
  );
  expect(values.slice(0, 2)).toEqual(['tokens.*', '*.create']);
  expect(values.filter((value) => value === 'tokens.*')).toHaveLength(1);
  expect(values.slice(-2)).toEqual(['tokens.revoke', 'tokens.re*']);
});
