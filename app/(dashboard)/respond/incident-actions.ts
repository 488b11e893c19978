import type { IncidentActions } from '@/components/respond/token-match';
import { lookupAction, receiptsAction, revokeMatchAction, undoRevokeMatchAction } from './actions';

/** The actions every match card needs, as one prop. */
export const incidentActions: IncidentActions = {
  lookup: lookupAction,
  revoke: revokeMatchAction,
  undoRevoke: undoRevokeMatchAction,
  receipts: receiptsAction,
};
