import { LOCALE, writtenCount, writtenNumber, writtenTime } from '@/domain/base/written';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export type DateInput = Date | string | number;

const unitSeconds: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** 1234567 → "1,234,567". */
export function formatNumber(value: number): string {
  return writtenNumber(value);
}

/** A ratio of 0..1 → "12.5%". */
export function formatPercent(ratio: number, fractionDigits = 1): string {
  return new Intl.NumberFormat(LOCALE, {
    style: 'percent',
    maximumFractionDigits: fractionDigits,
  }).format(ratio);
}

/** 3, "token", "tokens" → "3 tokens". */
export function formatCount(count: number, one: string, other = `${one}s`): string {
  return writtenCount(count, one, other);
}

/** Bytes in decimal units (SI): 1500 → "1.5 kB". */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(LOCALE, {
    style: 'unit',
    unit: units[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** Length of a period: 5400 → "1 hour 30 minutes"; at most two units, seconds only below a minute. */
export function formatDuration(seconds: number): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  const units: [string, number][] = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ];
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(formatCount(count, unit));
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ') || '0 seconds';
}

/** Latency: 0.84 → "0.84 ms", 12.3 → "12 ms", 1500 → "1.5 s". */
export function formatMilliseconds(milliseconds: number): string {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds < 10 ? milliseconds.toFixed(2) : Math.round(milliseconds)} ms`;
}

/** Distance from `now`: "in 3 days", "2 minutes ago", "now" within five seconds. */
export function formatRelative(date: DateInput, now: DateInput): string {
  const seconds = (new Date(date).getTime() - new Date(now).getTime()) / 1000;
  if (Math.abs(seconds) < 5) return 'now';
  for (const [unit, size] of unitSeconds) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return 'now';
}

/** "26 Nov 2026". `timeZone` defaults to the runtime's own. */
export const formatDate = (date: DateInput, timeZone?: string): string =>
  writtenTime(date, 'date', timeZone);

/** "26 Nov" in this year, "26 Nov 2027" in others: where there is little room. */
export function formatShortDate(date: DateInput, timeZone: string, now = new Date()): string {
  const year = (of: DateInput) => writtenTime(of, 'year', timeZone);
  if (year(date) !== year(now)) return formatDate(date, timeZone);
  return writtenTime(date, 'day', timeZone);
}

/** "26 Nov 2026, 14:05:09 UTC". `timeZone` defaults to the runtime's own. */
export const formatDateTime = (date: DateInput, timeZone?: string): string =>
  writtenTime(date, 'dateTime', timeZone);

/** Two lines for a tooltip: the reader's own time, then UTC. */
export function formatAbsolute(date: DateInput, timeZone?: string): string {
  return `${formatDateTime(date, timeZone)}\n${formatDateTime(date, 'UTC')}`;
}
