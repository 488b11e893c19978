/** A time as `datetime-local` takes it, in the reader's zone, to the second; empty for none. */
export function localTime(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** What such a field says, in RFC 3339; null for an empty one. */
export const timeOfLocal = (text: string): string | null =>
  text === '' ? null : new Date(text).toISOString();
