import { customType, timestamp } from 'drizzle-orm/pg-core';
import { withholdSecrets, withholdSecretsWithin } from '../secrets/withhold-secrets';
import type { JsonObject } from './history';

/** A point in time with time zone, read and written as a `Date` (milliseconds). */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** A point in time with the full microseconds of Postgres, as text; history needs them exact. */
export const exactInstant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: 'string', precision: 6 });

export const createdAt = () => instant('created_at').notNull().defaultNow();

/** Text that somebody typed or sent, of whatever kind: no Keyward secret in it is ever stored. */
export const freeText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: withholdSecrets,
});

/** The same for JSON, names of fields included. */
export const freeJson = customType<{ data: JsonObject; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(withholdSecretsWithin(value)),
});

/** Bytes as they are. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
