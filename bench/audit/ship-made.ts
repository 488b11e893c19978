import type pg from 'pg';
import { newId } from '@/domain/base/ids';
import { CallerUses } from '@/journal/caller-uses';
import { shipLines } from '@/journal/ship-lines';
import { type Made, madeLines } from './made-decisions';

/** Ships and seals them as their verifier would. */
export async function shipMade(pool: pg.Pool, made: Made): Promise<void> {
  const lines = madeLines(made);
  const place = { segmentId: newId('request'), from: 0, to: lines.length };
  await shipLines(pool, { ...place, verifier: made.verifier, lines, uses: new CallerUses() });
}
