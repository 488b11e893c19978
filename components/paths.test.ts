import { expect, test } from 'vitest';
import { paths } from './paths';

test('ids are encoded, so a hostile slug cannot leave its path', () => {
  expect(paths.token('../settings?x=1')).toBe('/tokens/..%2Fsettings%3Fx%3D1');
});

test('empty and missing query values leave no trace in the address', () => {
  expect(paths.tokens({ group: '', status: undefined })).toBe('/tokens');
  expect(paths.tokens({ group: 'billing' })).toBe('/tokens?group=billing');
});

test('a tab is named in the query, and left out for the first one', () => {
  expect(paths.group('billing', 'members')).toBe('/groups/billing?tab=members');
  expect(paths.group('billing')).toBe('/groups/billing');
});
