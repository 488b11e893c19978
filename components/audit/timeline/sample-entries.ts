import type { OperationName } from '@/domain/base/operation-names';
import type { TimelineEntry } from './entry';

const REVOKED: OperationName = 'tokens.revoke';

const at = (minute: number) => `2026-03-02T12:${String(minute).padStart(2, '0')}:00.000000Z`;

/** A decision of that minute past noon, as tests need one. */
export function sampleDecision(
  minute: number,
  more: Partial<Extract<TimelineEntry, { kind: 'decision' }>['decision']> = {},
): TimelineEntry {
  return {
    kind: 'decision',
    decision: {
      ...{ id: `dec_${minute}`, at: at(minute), verifier: 'east', outcome: 'allowed' },
      ...{ code: 'allowed', reason: null, api: 'parcels', operation: 'listParcels' },
      ...{ method: 'GET', path: `/parcels/${minute}`, scope: 'parcels:read' },
      token: { id: 'tok_1', name: 'deploy-bot' },
      identity: { id: 'idn_1', name: 'Ada Byron' },
      group: { id: 'grp_1', slug: 'billing' },
      ...{ ip: '192.0.2.1', userAgent: 'curl/8', requestId: `req_${minute}`, foldedCount: 1 },
      ...more,
    },
  };
}

/** A change of that minute past noon. */
export function sampleChange(
  minute: number,
  more: Partial<Extract<TimelineEntry, { kind: 'change' }>['event']> = {},
): TimelineEntry {
  return {
    kind: 'change',
    words: 'Revoke a token',
    event: {
      ...{ seq: minute, id: `evt_${minute}`, at: at(minute), action: REVOKED },
      actor: { type: 'person', id: 'idn_1', name: 'Ada Byron' },
      via: { type: 'session', id: 'ses_1' },
      group: { id: 'grp_9', slug: 'administrators' },
      target: { type: 'token', id: 'tok_1', name: 'deploy-bot' },
      ...{ outcome: 'done', reason: 'leaked', before: null, after: null, affects: [] },
      request: { id: `req_${minute}`, ip: '192.0.2.1', userAgent: 'Firefox' },
      ...{ prevHash: 'a'.repeat(64), hash: 'b'.repeat(64) },
      ...more,
    },
  };
}
