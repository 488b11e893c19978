import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { destinations } from '@/db/schema/destinations';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { type Place, placeSchema } from './place-input';

export type DestinationRow = typeof destinations.$inferSelect;

export interface DestinationTarget extends Target {
  readonly type: 'destination';
  readonly id: string;
  readonly row: DestinationRow;
}

/** Loads a destination; `lock` holds its row until the command commits. */
export async function loadDestination(
  db: Queryable,
  id: string,
  lock: 'update' | 'share' | false = false,
): Promise<DestinationTarget | Refusal> {
  if (!looksLikeId('destination', id)) return notFound('destination');
  const query = db.select().from(destinations).where(eq(destinations.id, id));
  const [row] = lock ? await query.for(lock) : await query;
  if (!row) return notFound('destination');
  return { type: 'destination', id: row.id, name: row.name, row };
}

/** The place as it was given; what an older version stored is brought to this one's shape. */
export const placeOf = ({ kind, config }: Pick<DestinationRow, 'kind' | 'config'>): Place =>
  placeSchema.parse({ ...config, kind });

export const toColumns = ({ kind, ...config }: Place) => ({ kind, config });
