import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { anomalies } from '@/db/schema/anomalies';
import { notices } from '@/db/schema/notices';
import { defineCommand } from '@/domain/commands/define';
import { noticeKey } from '@/domain/notices/raise-notice';
import { refuseDismissed } from './anomaly-rules';
import { loadAnomalyTarget } from './anomaly-target';
import { anomalyViewSchema, toAnomalyView } from './anomaly-view';
import { toldAs } from './told-already';

/**
 * Says that somebody has seen to an anomaly: it asks for no attention any more, and whoever was told of
 * it needs not read that, nor get it by mail.
 */
export const dismissAnomaly = defineCommand({
  operation: 'anomalies.dismiss',
  summary: 'Dismiss an anomaly',
  http: { method: 'POST', path: '/anomalies/{anomaly}/dismiss' },
  input: z.object({ anomaly: z.string().max(100) }),
  output: anomalyViewSchema,
  target: ({ db, input }) => loadAnomalyTarget(db, input.anomaly),
  refusal: refuseDismissed,
  view: ({ target: { row } }) => toAnomalyView(row),
  async run({ tx, actor, target: { row } }) {
    const [dismissed] = await tx
      .update(anomalies)
      .set({ dismissedAt: sql`now()`, dismissedBy: actor.id, dismissedByName: actor.name })
      .where(eq(anomalies.id, row.id))
      .returning();
    if (!dismissed) throw new Error('an update of a locked row answered no row');
    const read = await readNotices(tx, dismissed);
    return {
      value: toAnomalyView(dismissed),
      audit: {
        before: { state: 'open', kind: row.kind, subject: row.subjectId },
        after: { state: 'dismissed', noticesRead: read },
        affects: [],
      },
    };
  },
});

/** @returns how many were unread */
async function readNotices(
  tx: Transaction,
  { id, told }: typeof anomalies.$inferSelect,
): Promise<number> {
  const keys = told.map((to) => noticeKey(to, toldAs(id)));
  const { rowCount } = await tx
    .update(notices)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(inArray(notices.onceKey, [...keys, '']), isNull(notices.readAt)));
  return rowCount ?? 0;
}
