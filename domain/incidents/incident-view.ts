import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { incidentEntries, incidents } from '@/db/schema/incidents';
import { subquery } from '@/db/subquery';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';

const by = z.object({ id: z.string(), name: z.string() });

export const incidentViewSchema = z.object({
  id: z.string(),
  title: z.string(),
  openedAt: instantText(),
  openedBy: by,
  closedAt: instantText().nullable(),
  closedBy: by.nullable(),
  /** What happened and what was done, as it was said at the end; null while it is open. */
  summary: z.string().nullable(),
  entryCount: z.number(),
});
export type IncidentView = z.output<typeof incidentViewSchema>;

/** Selects incidents; add `where`, `orderBy` and `limit`. */
export const selectIncidents = (db: Queryable) =>
  db
    .select({
      incident: incidents,
      entryCount: subquery<number>(
        sql`(select count(*)::int from ${incidentEntries} where ${incidentEntries.incidentId} = ${incidents.id})`,
      ),
    })
    .from(incidents);

type Row = Awaited<ReturnType<typeof selectIncidents>>[number];

export function toIncidentView({ incident, entryCount }: Row): IncidentView {
  const { id, title, summary, closedBy, closedByName } = incident;
  return {
    ...{ id, title, summary, entryCount },
    openedAt: toInstantText(incident.openedAt),
    openedBy: { id: incident.openedBy, name: incident.openedByName },
    closedAt: toInstantTextOrNull(incident.closedAt),
    closedBy: closedBy === null ? null : { id: closedBy, name: closedByName ?? closedBy },
  };
}
