import { z } from 'zod';

/** A point in time in answers: RFC 3339, UTC, milliseconds. */
export const instantText = () => z.iso.datetime();

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
