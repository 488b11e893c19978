import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { sinks } from '@/db/schema/sinks';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { type Place, placeSchema } from './sink-input';

export type SinkRow = typeof sinks.$inferSelect;

export interface SinkTarget extends Target {
  readonly type: 'sink';
  readonly id: string;
  readonly row: SinkRow;
}

/** Loads a sink; `lock` holds its row until the command commits. */
export async function loadSink(
  db: Queryable,
  id: string,
  lock = false,
): Promise<SinkTarget | Refusal> {
  if (!looksLikeId('sink', id)) return notFound('sink');
  const query = db.select().from(sinks).where(eq(sinks.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('sink');
  return { type: 'sink', id: row.id, name: row.name, row };
}

/** The place as it was given; what an older version stored is brought to this one's shape. */
export const placeOf = ({ kind, config }: Pick<SinkRow, 'kind' | 'config'>): Place =>
  placeSchema.parse({ ...config, kind });

export const toColumns = ({ kind, ...config }: Place) => ({ kind, config });
