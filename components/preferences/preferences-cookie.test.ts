import { expect, test } from 'vitest';
import {
  defaultPreferences,
  parsePreferences,
  preferencesCookieName,
  serializePreferences,
} from './preferences-cookie';

test('preferences survive the cookie', () => {
  const preferences = {
    theme: 'dark',
    density: 'compact',
    goToKeys: false,
    hiddenColumns: { tokens: ['owner'] },
  } as const;
  const cookie = serializePreferences(
    { ...preferences, hiddenColumns: { tokens: ['owner'] } },
    false,
  );
  const value = cookie.split(';')[0]?.slice(preferencesCookieName.length + 1) ?? '';
  expect(parsePreferences(decodeURIComponent(value))).toEqual(preferences);
});

test('a cookie that is missing or not JSON means the defaults', () => {
  expect(parsePreferences(undefined)).toEqual(defaultPreferences);
  expect(parsePreferences('{broken')).toEqual(defaultPreferences);
  expect(parsePreferences('[1]')).toEqual(defaultPreferences);
});

test('wrong parts fall back without losing the right ones', () => {
  const text = '{"theme":"purple","density":"compact","hiddenColumns":{"tokens":[1,"owner"]}}';
  expect(parsePreferences(text)).toEqual({
    ...defaultPreferences,
    density: 'compact',
    hiddenColumns: { tokens: ['owner'] },
  });
});
