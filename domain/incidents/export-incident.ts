import { z } from 'zod';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineStream } from '@/domain/commands/define-stream';
import { readableEvents } from './evidence';
import { loadIncidentTarget } from './incident-target';
import { incidentViewSchema } from './incident-view';
import { readIncident } from './read-incident';
import { entryViewSchema, readTimeline } from './timeline';

/** An entry with the incident itself: each row stands alone as evidence. */
const exportedRow = entryViewSchema.extend({
  position: z.number(),
  incident: incidentViewSchema.omit({ entryCount: true }),
});

/** What an incident gathered, an entry a row, in the order in which it happened. */
export const exportIncident = defineStream({
  operation: 'incidents.export',
  summary: 'Export an incident as evidence',
  http: { method: 'GET', path: '/incidents/{incident}/export' },
  input: { incident: z.string().max(100), to: z.string().max(40).optional() },
  row: exportedRow,
  columns: [
    ...['position', 'at', 'kind', 'addedBy.name', 'note', 'event.action', 'event.target.name'],
    ...['event.actor.name', 'event.reason', 'eventSeq', 'event.hash', 'radius.subject.name'],
    ...['radius.from', 'radius.to', 'radius.count', 'radius.denied', 'incident.title'],
    ...['incident.openedAt', 'incident.openedBy.name', 'incident.closedAt', 'incident.summary'],
    ...['addedAt', 'incident.id', 'id'],
  ],
  cursorOf: ({ position }) => String(position),
  target: () => everything('incident'),
  async batch({ db, actor, input, limit }) {
    if (input.after !== undefined && !/^\d{1,9}$/.test(input.after)) {
      return invalid('after', 'This is not the position of an entry.');
    }
    const target = await loadIncidentTarget(db, input.incident);
    if (isRefusal(target)) return target;
    const { entryCount: _, ...incident } = await readIncident(db, target.id);
    const entries = await readTimeline(db, readableEvents(actor), target.id);
    return entries
      .map((entry, index) => ({ ...entry, position: index + 1, incident }))
      .filter(({ position }) => position > Number(input.after ?? 0))
      .slice(0, limit);
  },
});
