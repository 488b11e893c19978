import { formatDateTime } from '@/components/format/format';

/** "26 Nov 2026, 14:05:09 UTC to …", as far as the range has ends. */
export function rangeWords(
  { from, to }: { from: string | null; to: string | null },
  timeZone: string | undefined,
): string {
  const start = from && formatDateTime(from, timeZone);
  const end = to && formatDateTime(to, timeZone);
  if (start && end) return `${start} to ${end}`;
  return start ? `From ${start}` : `Until ${end}`;
}
