import { expect, it } from 'vitest';
import NotFound from './not-found';

it('waits for nothing: Next makes it for each page that is found as well', () => {
  expect(NotFound()).not.toBeInstanceOf(Promise);
});
