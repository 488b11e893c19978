import { z } from 'zod';
import { prose } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { addEvidence } from './evidence';
import { refuseClosed } from './incident-rules';
import { loadIncidentTarget } from './incident-target';
import { incidentViewSchema } from './incident-view';
import { readIncident, refuseFull } from './read-incident';

/** Writes a note into an incident. It stays as it is: what was wrong is said in another. */
export const addIncidentNote = defineCommand({
  operation: 'incidents.addNote',
  summary: 'Add a note to an incident',
  http: { method: 'POST', path: '/incidents/{incident}/notes' },
  input: z.object({
    incident: z.string().max(100),
    note: prose(4_000).refine((text) => text !== '', 'This can’t be empty.'),
  }),
  output: incidentViewSchema,
  target: ({ db, input }) => loadIncidentTarget(db, input.incident, true),
  refusal: refuseClosed,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input: { note }, target }) {
    const full = await refuseFull(tx, target.id, 1);
    if (full) return full;
    const added = await addEvidence(tx, actor, target.id, { note });
    if (isRefusal(added)) return added;
    return {
      value: await readIncident(tx, target.id),
      audit: { after: { note, entry: added.entries[0] ?? null }, affects: [] },
    };
  },
});
