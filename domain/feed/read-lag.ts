import { asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { auditEvents, auditHead } from '@/db/schema/history';
import { feedConsumers } from '@/db/schema/operating';

/** `idle`: no process reads for it. `failing`: the same events come again and again. */
export type ConsumerState = 'following' | 'behind' | 'failing' | 'idle';

export type ConsumerLag = Awaited<ReturnType<typeof readConsumers>>[number];

/** How far each named consumer is behind the log, as of the database's clock. */
export async function readConsumers(db: Queryable) {
  const next = sql`${auditEvents.seq} = ${feedConsumers.seq} + 1`;
  const rows = await db
    .select({
      ...getTableColumns(feedConsumers),
      lagEvents: sql<number>`(${auditHead.seq} - ${feedConsumers.seq})::float8`,
      /** The age of the oldest event that is not handled. */
      lagSeconds: sql<number>`coalesce(extract(epoch from clock_timestamp() - ${auditEvents.at}), 0)::float8`,
      isHeld: sql<boolean>`coalesce(${feedConsumers.heldUntil} > clock_timestamp(), false)`,
    })
    .from(feedConsumers)
    .innerJoin(auditHead, eq(auditHead.id, 1))
    .leftJoin(auditEvents, next)
    .orderBy(asc(feedConsumers.name));
  return rows.map(({ isHeld, ...row }) => {
    const state: ConsumerState =
      row.failures > 0 ? 'failing' : !isHeld ? 'idle' : row.lagEvents > 0 ? 'behind' : 'following';
    return { ...row, state };
  });
}
