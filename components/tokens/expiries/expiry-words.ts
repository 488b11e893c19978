import type { ExpiryKind } from '@/domain/tokens/count-endings';

/** As they stand above each other in a bar, from below: what needs nobody first. */
export const EXPIRY_KINDS = [
  'expected',
  'personal',
  'service',
  'unowned',
] as const satisfies readonly ExpiryKind[];

export const expiryLooks: Record<ExpiryKind, { word: string; told: string; fill: string }> = {
  expected: {
    word: 'Needs nobody',
    told: 'On a schedule, replaced already, or made for a short while',
    fill: 'fill-line-strong',
  },
  personal: { word: 'A person’s', told: 'Its holder is warned', fill: 'fill-accent' },
  service: {
    word: 'A service’s, on no schedule',
    told: 'The leads of its group are warned',
    fill: 'fill-warn',
  },
  unowned: {
    word: 'Nobody left to rotate it',
    told: 'Its holder is gone, or its group has no lead',
    fill: 'fill-danger',
  },
};

const shown = (withYear: boolean) =>
  new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', timeZone: 'UTC' },
    ...(withYear && { year: 'numeric' as const }),
  });
const [dayFormat, dayWithYear] = [shown(false), shown(true)];

/** "26 Nov". */
export const dayWords = (day: string) => dayFormat.format(new Date(day));

/** "26 Nov to 2 Dec 2026", or the one day. */
export function daysWords(from: string, to: string): string {
  const end = dayWithYear.format(new Date(to));
  if (from === to) return end;
  const isSameYear = from.slice(0, 4) === to.slice(0, 4);
  return `${(isSameYear ? dayFormat : dayWithYear).format(new Date(from))} to ${end}`;
}
