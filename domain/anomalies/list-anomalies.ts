import { and, desc, eq, ilike, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { anomalies } from '@/db/schema/anomalies';
import type { Reach } from '@/domain/authority/reach';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { ANOMALY_KINDS } from '@/domain/notices/anomaly-facts';
import { type AnomalyView, anomalyViewSchema, toAnomalyView } from './anomaly-view';

const isOpen = isNull(anomalies.dismissedAt);

/** Everybody's, or those of the groups that one leads. */
export const anomaliesWithin = ({ everywhere, groupIds }: Reach): SQL | undefined =>
  everywhere ? undefined : inArray(anomalies.groupId, [...groupIds, '']);

/** Those within reach, newest first; `q` is part of the name of what it is about. */
export const listAnomalies = defineQuery({
  operation: 'anomalies.list',
  summary: 'List anomalies',
  http: { method: 'GET', path: '/anomalies' },
  list: true,
  input: z.object({
    ...{ ...pageInput, q: searchText(), state: z.enum(['open', 'dismissed']).optional() },
    kind: z.enum(ANOMALY_KINDS).optional(),
  }),
  output: pageOf(anomalyViewSchema).extend({ total: z.number() }),
  target: () => everything('anomaly'),
  async run({ db, reach, input: { q, state, kind, cursor, limit } }) {
    const matching = and(
      anomaliesWithin(reach),
      q ? ilike(anomalies.subjectName, containsPattern(q)) : undefined,
      state === 'open' ? isOpen : undefined,
      state === 'dismissed' ? isNotNull(anomalies.dismissedAt) : undefined,
      kind ? eq(anomalies.kind, kind) : undefined,
    );
    const [rows, total] = await Promise.all([
      db
        .select()
        .from(anomalies)
        .where(and(matching, cursor ? lt(anomalies.id, cursor) : undefined))
        .orderBy(desc(anomalies.id))
        .limit(limit + 1),
      db.$count(anomalies, matching),
    ]);
    const page = toPage(rows, limit, ({ id }) => id);
    return { ...page, items: page.items.map(toAnomalyView), total };
  },
});

const SHOWN = 5;

/** How many within reach nobody has dismissed, and the newest of them. */
export async function findOpenAnomalies(
  db: Queryable,
  reach: Reach,
): Promise<{ count: number; items: AnomalyView[] }> {
  const open = and(isOpen, anomaliesWithin(reach));
  const [rows, count] = await Promise.all([
    db.select().from(anomalies).where(open).orderBy(desc(anomalies.id)).limit(SHOWN),
    db.$count(anomalies, open),
  ]);
  return { count, items: rows.map(toAnomalyView) };
}
