/**
 * The last moment of a day in the reader's own time zone, from what a date control holds.
 * @param day `2026-12-31`
 * @returns an ISO time; null where it is no such day
 */
export function endOfDay(day: string): string | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  if (!year) return null;
  const end = new Date(Number(year), Number(month) - 1, Number(date), 23, 59, 59, 999);
  return end.getMonth() === Number(month) - 1 ? end.toISOString() : null;
}

/** The day of an ISO time in the reader's own zone, as a date control wants it. */
export function dayOf(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of a day in the reader's own time zone. @returns an ISO time; null where it is no such day */
export function startOfDay(day: string): string | null {
  const end = endOfDay(day);
  if (end === null) return null;
  const start = new Date(end);
  start.setHours(0, 0, 0, 0);
  return start.toISOString();
}
