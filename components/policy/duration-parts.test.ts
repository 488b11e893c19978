import { expect, test } from 'vitest';
import { durationParts, durationText } from './duration-parts';

test('a duration is written in the largest unit that divides it', () => {
  expect(durationParts(14 * 86_400)).toEqual({ amount: 14, unit: 'days' });
  expect(durationParts(36 * 3_600)).toEqual({ amount: 36, unit: 'hours' });
  expect(durationParts(5_400)).toEqual({ amount: 90, unit: 'minutes' });
  expect(durationParts(0)).toEqual({ amount: 0, unit: 'minutes' });
});

test('an amount becomes seconds, with a comma or a point', () => {
  expect(durationText('1,5', 'hours')).toBe('5400');
  expect(durationText('0.5', 'days')).toBe('43200');
});

test('what is no number is not made one, so that the command refuses it', () => {
  expect(durationText('soon', 'hours')).toBe('NaN');
  expect(durationText(' ', 'hours')).toBe('NaN');
});
