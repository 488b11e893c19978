import { type QueryTime, UNITS, type Unit } from './terms';

const RELATIVE = /^-(\d{1,5})([smhdw])$/i;
const CALENDAR = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d)?)?$/i;

export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** What was typed as a time, or what to write instead (none where nothing is near). */
export function readTime(text: string): { time: QueryTime } | { suggestion: string | null } {
  const [, amount, letter] = RELATIVE.exec(text) ?? [];
  const unit = UNITS.find((one) => one === letter?.toLowerCase());
  if (unit) return { time: { amount: Number(amount), unit } };
  const [, day, minute, second = ':00', fraction = '', zone] = CALENDAR.exec(text) ?? [];
  if (day === undefined) return { suggestion: meant(text) };
  if (minute === undefined) return calendarTime(`${day}T00:00:00Z`, day, '');
  if (zone === undefined) return { suggestion: `${text}Z` };
  return calendarTime(`${day}T${minute}${second}${zone.toUpperCase()}`, day, fraction);
}

/** In UTC with six digits, as history stores it. Date reads 30 February as 2 March: that is no time. */
function calendarTime(text: string, day: string, fraction: string) {
  const date = new Date(text);
  const midnight = new Date(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
  const written = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (!isDay || !/^\d{4}-/.test(written) || written < '0001') return { suggestion: null };
  return { time: { instant: `${written.slice(0, 19)}.${fraction.padEnd(6, '0')}Z` } };
}

/** `24h` and `-24` leave out what `-24h` has; history has no nanoseconds. */
function meant(text: string): string | null {
  const [, micro, zone] = /^(\S+\.\d{6})\d+(Z|[+-]\d\d:\d\d)?$/i.exec(text) ?? [];
  if (micro !== undefined) return `${micro}${zone ?? 'Z'}`;
  const [, amount, unit] = /^-?(\d{1,5})([smhdw])?$/i.exec(text) ?? [];
  return amount === undefined ? null : `-${amount}${(unit ?? 'h').toLowerCase()}`;
}

export const UNIT_MS: Readonly<Record<Unit, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** The time in the calendar, UTC with six digits; `nowMs` is the moment the query is asked. */
export const instantOf = (time: QueryTime, nowMs: number): string =>
  'instant' in time
    ? time.instant
    : new Date(nowMs - time.amount * UNIT_MS[time.unit]).toISOString().replace('Z', '000Z');
