import { timestamp } from 'drizzle-orm/pg-core';

/** A point in time with time zone, read and written as a `Date` (milliseconds). */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** A point in time with the full microseconds of Postgres, as text; history needs them exact. */
export const exactInstant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'string', precision: 6 });

export const createdAt = () => instant('created_at').notNull().defaultNow();
