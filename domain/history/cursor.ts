import { isExactInstant } from '@/domain/base/instant';

/** A keyset cursor over (time, id): both are needed, for many rows share a microsecond. */
export const historyCursor = (at: string, id: string): string =>
  Buffer.from(`${at}|${id}`).toString('base64url');

/** Reads a cursor back; null where it isn't one of ours. */
export function readHistoryCursor(cursor: string): { at: string; id: string } | null {
  const [at, id, ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (at === undefined || id === undefined || rest.length > 0) return null;
  return isExactInstant(at) && /^\w+$/.test(id) ? { at, id } : null;
}
