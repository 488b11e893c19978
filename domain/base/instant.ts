import { z } from 'zod';

/** A point in time in answers: RFC 3339, UTC, milliseconds. */
export const instantText = () => z.iso.datetime();

/** A point in time in inputs: RFC 3339 with any offset; read as the same instant in UTC. */
export const instantInput = () =>
  z.iso
    .datetime({ offset: true, error: NO_TIME })
    .max(40)
    .transform((text) => new Date(text))
    .refine((date) => date.getTime() >= FIRST_MS && date.getTime() <= LAST_MS, NO_TIME)
    .transform(toInstantText);

const NO_TIME = 'Write a time with its offset, such as 2027-01-31T18:00:00+01:00.';
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59Z');

/** Microseconds, as a cursor holds them: a moment both JavaScript and Postgres have in the calendar. */
export function isExactInstant(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) || text < '0001') return false;
  const read = new Date(text);
  // Date reads 30 February as 2 March.
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 19) === text.slice(0, 19);
}

export const toInstantText = (date: Date): string => date.toISOString();

export const toInstantTextOrNull = (date: Date | null): string | null =>
  date?.toISOString() ?? null;
