import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { incidents } from '@/db/schema/incidents';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type IncidentRow = typeof incidents.$inferSelect;

export interface IncidentTarget extends Target {
  readonly type: 'incident';
  readonly id: string;
  readonly row: IncidentRow;
}

/** @param lock it is neither closed nor added to by others until the commit */
export async function loadIncidentTarget(
  db: Queryable,
  id: string,
  lock = false,
): Promise<IncidentTarget | Refusal> {
  const query = db.select().from(incidents).where(eq(incidents.id, id));
  const [row] = lock ? await query.for('update') : await query;
  return row ? { type: 'incident', id: row.id, name: row.title, row } : notFound('incident');
}
