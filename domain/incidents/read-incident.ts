import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { incidentEntries, incidents } from '@/db/schema/incidents';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { MAX_ENTRIES } from './evidence';
import { type IncidentView, selectIncidents, toIncidentView } from './incident-view';

export async function readIncident(db: Queryable, id: string): Promise<IncidentView> {
  const [row] = await selectIncidents(db).where(eq(incidents.id, id));
  if (!row) throw new Error(`incident ${id} vanished`);
  return toIncidentView(row);
}

/** One timeline is read as a whole: it has an end. */
export async function refuseFull(db: Queryable, id: string, more: number): Promise<Refusal | null> {
  const count = await db.$count(incidentEntries, eq(incidentEntries.incidentId, id));
  if (count + more <= MAX_ENTRIES) return null;
  const message = `An incident gathers at most ${MAX_ENTRIES} entries: open another.`;
  return refuse('conflict', 'incident_full', message);
}
