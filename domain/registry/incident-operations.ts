import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { addIncidentNote } from '@/domain/incidents/add-note';
import { attachEvidence } from '@/domain/incidents/attach-evidence';
import { closeIncident } from '@/domain/incidents/close-incident';
import { exportIncident } from '@/domain/incidents/export-incident';
import { getIncident } from '@/domain/incidents/get-incident';
import { listIncidents } from '@/domain/incidents/list-incidents';
import { openIncident } from '@/domain/incidents/open-incident';

/** What went wrong, and what was gathered about it. */
export const INCIDENT_COMMANDS: readonly AnyCommand[] = [
  openIncident,
  addIncidentNote,
  attachEvidence,
  closeIncident,
];

export const INCIDENT_QUERIES: readonly AnyQuery[] = [listIncidents, getIncident, exportIncident];
