import { expect, test } from 'vitest';
import {
  formatAbsolute,
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatMilliseconds,
  formatNumber,
  formatPercent,
  formatRelative,
  formatShortDate,
} from './format';

const now = '2026-11-23T12:00:00Z';

test('numbers are grouped and counted nouns agree', () => {
  expect(formatNumber(1234567)).toBe('1,234,567');
  expect(formatCount(1, 'token')).toBe('1 token');
  expect(formatCount(2, 'identity', 'identities')).toBe('2 identities');
  expect(formatPercent(0.125)).toBe('12.5%');
});

test('byte sizes change unit at powers of a thousand', () => {
  expect(formatBytes(0)).toBe('0 bytes');
  expect(formatBytes(999)).toBe('999 bytes');
  expect(formatBytes(1500)).toBe('1.5 kB');
  expect(formatBytes(13_000_000)).toBe('13 MB');
});

test('a duration shows at most two neighbouring units', () => {
  expect(formatDuration(5400)).toBe('1 hour 30 minutes');
  expect(formatDuration(7 * 86_400)).toBe('7 days');
  expect(formatDuration(86_400 + 60)).toBe('1 day');
  expect(formatDuration(0)).toBe('0 seconds');
});

test('relative time looks both ways and truncates towards now', () => {
  expect(formatRelative('2026-11-26T13:00:00Z', now)).toBe('in 3 days');
  expect(formatRelative('2026-11-23T11:58:30Z', now)).toBe('1 minute ago');
  expect(formatRelative('2026-11-22T11:00:00Z', now)).toBe('yesterday');
  expect(formatRelative('2026-11-23T12:00:03Z', now)).toBe('now');
});

test('dates name the month, and the absolute form gives local time and UTC', () => {
  expect(formatDate('2026-11-26T23:30:00Z', 'UTC')).toBe('26 Nov 2026');
  expect(formatAbsolute('2026-11-26T23:30:00Z', 'Asia/Tokyo')).toBe(
    '27 Nov 2026, 08:30:00 GMT+9\n26 Nov 2026, 23:30:00 UTC',
  );
});

test('a short date has its year only where that is another one', () => {
  const short = (date: string) => formatShortDate(date, 'UTC', new Date(now));
  expect(short('2026-12-27T23:30:00Z')).toBe('27 Dec');
  expect(short('2027-02-18T00:00:00Z')).toBe('18 Feb 2027');
});

test('latency keeps two digits below ten milliseconds', () => {
  expect(formatMilliseconds(0.844)).toBe('0.84 ms');
  expect(formatMilliseconds(12.3)).toBe('12 ms');
  expect(formatMilliseconds(1500)).toBe('1.5 s');
});
