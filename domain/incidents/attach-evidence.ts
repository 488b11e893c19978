import { z } from 'zod';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { aboutInput, addEvidence, MAX_EVENTS } from './evidence';
import { refuseClosed } from './incident-rules';
import { loadIncidentTarget } from './incident-target';
import { incidentViewSchema } from './incident-view';
import { readIncident, refuseFull } from './read-incident';

/** Adds changes of the log to an incident, and what somebody did, summed up as of now. */
export const attachEvidence = defineCommand({
  operation: 'incidents.attach',
  summary: 'Attach changes or a blast radius to an incident',
  http: { method: 'POST', path: '/incidents/{incident}/evidence' },
  input: z
    .object({
      incident: z.string().max(100),
      /** Changes by their place in the log. */
      events: z.array(z.number().int().positive()).max(MAX_EVENTS).default([]),
      about: aboutInput.optional(),
    })
    .refine(({ events, about }) => events.length > 0 || about !== undefined, {
      path: ['events'],
      message: 'Name changes, or whom to sum up.',
    }),
  output: incidentViewSchema,
  target: ({ db, input }) => loadIncidentTarget(db, input.incident, true),
  refusal: refuseClosed,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input: { events, about }, target }) {
    const full = await refuseFull(tx, target.id, events.length + 1);
    if (full) return full;
    const added = await addEvidence(tx, actor, target.id, { events, about });
    if (isRefusal(added)) return added;
    if (added.entries.length === 0) {
      return refuse('conflict', 'already_exists', 'All of this is attached already.');
    }
    return {
      value: await readIncident(tx, target.id),
      audit: {
        after: { events: added.events, about: added.about && { ...added.about } },
        affects: [],
      },
    };
  },
});
