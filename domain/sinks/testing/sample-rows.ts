import type { OperationName } from '@/domain/base/operation-names';
import type { DecisionView } from '@/domain/decisions/decision-view';
import type { StoredEvent } from '@/domain/ledger/event-hash';

/** When both were recorded. */
export const at = '2026-01-31T08:15:30.123456Z';
/** A decision with nearly everything that one can have. */
export const decision: DecisionView = {
  ...{ id: 'dec_1', at, verifier: 'eu-1', outcome: 'denied', code: 'operation_not_granted' },
  ...{ reason: null, api: 'billing', operation: 'deleteInvoice', method: 'DELETE', path: '/i/1' },
  token: { id: 'tok_1', name: 'CI' },
  identity: { id: 'idn_1', name: 'Deploys' },
  group: { id: 'grp_1', slug: 'billing' },
  ...{ scope: null, ip: '192.0.2.1', userAgent: 'curl', requestId: 'req_1', foldedCount: 1 },
};
/** A change with nearly everything that one can have. */
export const change = {
  ...{ seq: 7, id: 'evt_1', at, actorType: 'person', actorId: 'idn_2', actorName: 'Lead' },
  ...{ viaType: 'token', viaId: 'tok_9', groupId: 'grp_1', groupSlug: 'billing' },
  ...{
    action: 'tokens.revokeFamily' satisfies OperationName,
    targetType: 'token',
    targetId: 'tok_1',
    targetName: 'CI',
  },
  ...{ outcome: 'done', reason: 'It leaked.', before: { state: 'active' }, after: null },
  ...{ affects: ['tok_1'], requestId: 'req_2', ip: '192.0.2.2', userAgent: 'cli' },
  ...{ prevHash: '0', hash: 'f' },
} as unknown as StoredEvent;
