import { z } from 'zod';
import { MAX_QUERY_LENGTH } from './query/keys';

/** An instant in RFC 3339, with any offset that is in use: Postgres knows no others, and no year 0. */
const instant = z.iso
  .datetime({ offset: true, error: 'Write a time as 2026-01-31T08:15:00Z (RFC 3339).' })
  .max(40)
  .refine(
    (text) => !text.startsWith('0000') && !/[+-](?:1[5-9]|2\d):\d\d$/.test(text),
    'There is no such time.',
  );

/** `from` (included) to `to` (excluded). */
export const timeRange = { from: instant.optional(), to: instant.optional() };

/** What a log is looked through by; `q` as it was typed, for problems are told by their place in it. */
export const historyFilter = { ...timeRange, q: z.string().max(MAX_QUERY_LENGTH).optional() };
export type HistoryFilter = z.output<z.ZodObject<typeof historyFilter>>;

/** Microseconds, as history stores them: `2026-01-31T08:15:30.123456Z`. */
export const exactInstantText = () => z.iso.datetime({ precision: 6 });
