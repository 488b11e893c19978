import { type SQL, sql } from 'drizzle-orm';
import type { auditEvents, decisions } from '@/db/schema/history';
import { isExactInstant } from '@/domain/base/instant';

/** A place in a log by (time, id): both are needed, for many rows share a microsecond. */
export const placeInLog = (at: string, id: string): string => `${at}|${id}`;

/** Reads a place back; null where it isn't one. */
export function readPlaceInLog(place: string): { at: string; id: string } | null {
  const [at, id, ...rest] = place.split('|');
  if (at === undefined || id === undefined || rest.length > 0) return null;
  return isExactInstant(at) && /^\w+$/.test(id) ? { at, id } : null;
}

/** Whether a row of a log comes after a page that ends at this place, newest first. */
export const isBefore = (
  log: typeof decisions | typeof auditEvents,
  { at, id }: { readonly at: string; readonly id: string },
): SQL => sql`(${log.at}, ${log.id}) < (${at}::timestamptz, ${id})`;

/** The same as a cursor that nobody need read. */
export const historyCursor = (at: string, id: string): string =>
  Buffer.from(placeInLog(at, id)).toString('base64url');

export const readHistoryCursor = (cursor: string) =>
  readPlaceInLog(Buffer.from(cursor, 'base64url').toString('utf8'));
