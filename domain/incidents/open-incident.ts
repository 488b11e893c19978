import { z } from 'zod';
import { incidents } from '@/db/schema/incidents';
import { newId } from '@/domain/base/ids';
import { label, prose } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { findRadiusSubject } from '@/domain/decisions/blast-radius';
import { aboutInput, addEvidence, MAX_EVENTS, refuseUnread, stopsAbout } from './evidence';
import { incidentViewSchema } from './incident-view';
import { readIncident } from './read-incident';

/**
 * Opens an incident. With whom it is about it begins with what was done to them and by them in the last
 * day: the stops by their place in the log, the decisions summed up.
 */
export const openIncident = defineCommand({
  operation: 'incidents.open',
  summary: 'Open an incident',
  http: { method: 'POST', path: '/incidents', status: 201 },
  input: z.object({
    title: label(200),
    note: prose(4_000).optional(),
    about: aboutInput.optional(),
    /** Changes by their place in the log, beside those that are found. */
    events: z.array(z.number().int().positive()).max(MAX_EVENTS).default([]),
  }),
  output: incidentViewSchema,
  target: () => everything('incident'),
  async run({ tx, actor, input }) {
    const { title, note, about } = input;
    const unread = await refuseUnread(tx, actor, input.events);
    if (unread) return unread;
    const subject = about && (await findRadiusSubject(tx, about, true));
    if (isRefusal(subject)) return subject;
    const id = newId('incident');
    await tx.insert(incidents).values({ id, title, openedBy: actor.id, openedByName: actor.name });
    const found = subject ? await stopsAbout(tx, actor, subject.id) : [];
    const events = [...new Set([...found, ...input.events])];
    const added = await addEvidence(tx, actor, id, { note, events, about });
    if (isRefusal(added)) return added;
    return {
      value: await readIncident(tx, id),
      audit: {
        target: { type: 'incident', id, name: title },
        after: {
          title,
          ...(note && { note }),
          events: added.events,
          about: added.about && { ...added.about },
        },
        affects: [],
      },
    };
  },
});
