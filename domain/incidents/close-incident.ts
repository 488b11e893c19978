import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { incidents } from '@/db/schema/incidents';
import { prose } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { refuseClosed } from './incident-rules';
import { loadIncidentTarget } from './incident-target';
import { incidentViewSchema } from './incident-view';
import { readIncident } from './read-incident';

/** Closes an incident with what happened and what was done. Nothing is added afterwards. */
export const closeIncident = defineCommand({
  operation: 'incidents.close',
  summary: 'Close an incident with a summary',
  http: { method: 'POST', path: '/incidents/{incident}/close' },
  input: z.object({
    incident: z.string().max(100),
    summary: prose(4_000).refine((text) => text !== '', 'Say what happened and what was done.'),
  }),
  output: incidentViewSchema,
  target: ({ db, input }) => loadIncidentTarget(db, input.incident, true),
  refusal: refuseClosed,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input: { summary }, target }) {
    await tx
      .update(incidents)
      .set({ closedAt: sql`now()`, closedBy: actor.id, closedByName: actor.name, summary })
      .where(eq(incidents.id, target.id));
    return {
      value: await readIncident(tx, target.id),
      audit: { before: { state: 'open' }, after: { state: 'closed', summary }, affects: [] },
    };
  },
});
