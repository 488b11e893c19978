import { expect, it } from 'vitest';
import { isReadableUrl } from './readable-url';

it.each(['/', '/tokens/a%2Fb?q=%ff', '/%E2%82%AC', undefined])('%j can be read', (url) => {
  expect(isReadableUrl(url)).toBe(true);
});

it.each(['/tokens/%ff', '/%', '/api/v1/tokens/%E2%82', '/%zz?q=1'])('%j can’t', (url) => {
  expect(isReadableUrl(url)).toBe(false);
});
