import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { readLastBatches, readLastChange } from '@/domain/ledger/log-ends';

/** How far a reader has followed both logs: the last change, and the last batch of each verifier. */
export interface ArrivalPlace {
  readonly changes: number;
  readonly batches: Readonly<Record<string, number>>;
}

const seq = z.number().int().nonnegative();
const schema = z.strictObject({ changes: seq, batches: z.record(z.string().max(500), seq) });

/** The same as a cursor that nobody need read. */
export const printPlace = (place: ArrivalPlace): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads a place back; null where it isn't one. */
export function readPlace(cursor: string): ArrivalPlace | null {
  try {
    const read = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return read.success ? read.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The ends of both logs as of now. Whoever appends locks them last, so nothing before them is still to come. */
export async function readHeads(db: Queryable): Promise<ArrivalPlace> {
  return { changes: await readLastChange(db), batches: await readLastBatches(db) };
}
