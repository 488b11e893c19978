import { eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { decisionBatches } from '@/db/schema/history';
import { incidentEntries, incidents } from '@/db/schema/incidents';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import type { Retention } from './retention-policy';

/** What keeps a day: a reason somebody gave, an open incident, or a place that hasn't been sent it. */
export const holdSchema = z.object({
  type: z.enum(['policy', 'incident', 'sink']),
  id: z.string().nullable(),
  name: z.string(),
});
export type Hold = z.output<typeof holdSchema>;

/** An open incident keeps everything from the day before it, and from its first evidence on. */
const heldFrom = sql<string>`to_char(least(
  ${incidents.openedAt} - interval '1 day',
  min((${incidentEntries.radius} ->> 'from')::timestamptz)) at time zone 'UTC', 'YYYY-MM-DD')`;

const openIncidents = (db: Queryable) =>
  db
    .select({ id: incidents.id, name: incidents.title, from: heldFrom })
    .from(incidents)
    .leftJoin(incidentEntries, eq(incidentEntries.incidentId, incidents.id))
    .where(isNull(incidents.closedAt))
    .groupBy(incidents.id)
    .orderBy(incidents.openedAt);

/** Places that a batch of the day still has to be sent to. */
const sinksBehind = (db: Queryable, day: string) =>
  db
    .select({ id: sinks.id, name: sinks.name })
    .from(sinkPositions)
    .innerJoin(sinks, eq(sinks.id, sinkPositions.sinkId))
    .where(
      sql`${sinkPositions.source} = 'decisions' and exists (
        select 1 from ${decisionBatches} where ${decisionBatches.day} = ${day}::date
          and ${decisionBatches.tombstone} is null
          and ${decisionBatches.seq} > coalesce((${sinkPositions.place} ->> ${decisionBatches.verifier})::bigint, 0))`,
    )
    .orderBy(sinks.name);

/** What keeps each of these days, `2026-01-31`, by the day. */
export async function findHolds(
  db: Queryable,
  { holdReason }: Retention,
  days: readonly string[],
): Promise<ReadonlyMap<string, Hold[]>> {
  const found = new Map<string, Hold[]>();
  if (days.length === 0) return found;
  const open = await openIncidents(db);
  for (const day of days) {
    const behind = await sinksBehind(db, day);
    found.set(day, [
      ...(holdReason === null ? [] : [{ type: 'policy' as const, id: null, name: holdReason }]),
      ...open
        .filter(({ from }) => day >= from)
        .map(({ id, name }) => ({ type: 'incident' as const, id, name })),
      ...behind.map((sink) => ({ type: 'sink' as const, ...sink })),
    ]);
  }
  return found;
}
