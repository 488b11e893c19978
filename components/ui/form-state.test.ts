import { expect, test } from 'vitest';
import { errorsFor } from './form-state';

const errors = [
  { path: 'name', message: 'Give it a name.' },
  { path: 'scopes.0', message: 'Unknown scope.' },
  { path: 'nameplate', message: 'Too long.' },
];

test('a field gets its own errors and those of its parts, never a namesake', () => {
  expect(errorsFor(errors, 'name')).toEqual(['Give it a name.']);
  expect(errorsFor(errors, 'scopes')).toEqual(['Unknown scope.']);
  expect(errorsFor(errors, 'missing')).toEqual([]);
});
