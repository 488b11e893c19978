import { addIncidentNote } from '@/domain/incidents/add-note';
import { attachEvidence } from '@/domain/incidents/attach-evidence';
import { closeIncident } from '@/domain/incidents/close-incident';
import { exportIncident } from '@/domain/incidents/export-incident';
import { getIncident } from '@/domain/incidents/get-incident';
import { listIncidents } from '@/domain/incidents/list-incidents';
import { openIncident } from '@/domain/incidents/open-incident';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { commandCase, queryCase, type Scene } from './case';

const incident = (aim: Aim) => ({ incident: aim.incident });
export const closeTheIncident = async ({ world, aim }: Scene) => {
  await asAdministrator(world, closeIncident, { ...incident(aim), summary: 'Over.' });
};
const closed = { code: 'incident_closed' as const, given: closeTheIncident };

export const INCIDENT_COMMANDS = [
  commandCase(openIncident, {
    input: (aim) => ({ title: 'A leak', note: 'Seen in a paste.', about: { token: aim.token } }),
    event: ({ aim }, { id }) => ({
      target: id,
      after: { title: 'A leak', note: 'Seen in a paste.', about: { type: 'token', id: aim.token } },
      affects: [],
    }),
    refused: { code: 'invalid_input', given: async () => ({ events: [987_654_321] }) },
    bad: [{ title: ' ' }, 'title'],
  }),
  commandCase(addIncidentNote, {
    input: (aim) => ({ ...incident(aim), note: 'The laptop was found.' }),
    at: 'incident',
    event: ({ aim }) => ({
      target: aim.incident,
      after: { note: 'The laptop was found.' },
      affects: [],
    }),
    refused: closed,
    bad: [{ note: '' }, 'note'],
  }),
  commandCase(attachEvidence, {
    input: (aim) => ({ ...incident(aim), events: [1], about: { group: aim.group } }),
    at: 'incident',
    event: ({ aim, fixture }) => ({
      target: aim.incident,
      after: { events: [1], about: { type: 'group', id: fixture.group.id } },
      affects: [],
    }),
    refused: closed,
    bad: [{ events: [], about: undefined }, 'events'],
  }),
  commandCase(closeIncident, {
    input: (aim) => ({ ...incident(aim), summary: 'A key leaked, and was revoked.' }),
    at: 'incident',
    event: ({ aim }) => ({
      target: aim.incident,
      before: { state: 'open' },
      after: { state: 'closed', summary: 'A key leaked, and was revoked.' },
      affects: [],
    }),
    refused: closed,
    bad: [{ summary: ' ' }, 'summary'],
  }),
];

export const INCIDENT_QUERIES = [
  queryCase(listIncidents, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getIncident, { input: incident, at: 'incident' }),
  queryCase(exportIncident, { input: incident, bad: [{ after: 'x' }, 'after'] }),
];
