import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { anomalies } from '@/db/schema/anomalies';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export interface AnomalyTarget extends Target {
  readonly type: 'anomaly';
  readonly id: string;
  readonly row: typeof anomalies.$inferSelect;
}

/** Loads an anomaly, which nobody else dismisses until the commit; the leads of its group reach it. */
export async function loadAnomalyTarget(
  db: Queryable,
  id: string,
): Promise<AnomalyTarget | Refusal> {
  const [row] = await db.select().from(anomalies).where(eq(anomalies.id, id)).for('update');
  if (!row) return notFound('anomaly');
  return { type: 'anomaly', id: row.id, name: row.subjectName, groupIds: [row.groupId], row };
}
