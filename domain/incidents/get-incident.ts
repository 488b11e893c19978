import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { readableEvents, stopsNotAttached } from './evidence';
import { loadIncidentTarget } from './incident-target';
import { incidentViewSchema } from './incident-view';
import { readIncident } from './read-incident';
import { entryViewSchema, readEvents, readTimeline } from './timeline';

const SUGGESTED = 20;

/** An incident with all that it gathered, in the order in which it happened. */
export const getIncident = defineQuery({
  operation: 'incidents.get',
  summary: 'Get an incident and its timeline',
  http: { method: 'GET', path: '/incidents/{incident}' },
  input: z.object({ incident: z.string().max(100) }),
  output: incidentViewSchema.extend({
    entries: z.array(entryViewSchema),
    /** While it is open: stops since an hour before it that nobody has attached, newest first. */
    suggested: z.array(entryViewSchema.shape.event.unwrap()),
  }),
  target: ({ db, input }) => loadIncidentTarget(db, input.incident),
  async run({ db, actor, target }) {
    const reach = readableEvents(actor);
    const entries = await readTimeline(db, reach, target.id);
    const attached = entries.flatMap(({ eventSeq }) => eventSeq ?? []);
    const seqs = await stopsNotAttached(db, actor, target.row, attached, SUGGESTED);
    const events = await readEvents(db, reach, seqs);
    return {
      ...(await readIncident(db, target.id)),
      entries,
      suggested: seqs.flatMap((seq) => events.get(seq) ?? []),
    };
  },
});
