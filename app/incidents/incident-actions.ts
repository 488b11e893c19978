import type { IncidentActions } from '@/components/revocation/token-match';
import { lookupAction, receiptsAction } from './actions';

/** The actions every match card needs, as one prop. */
export const incidentActions: IncidentActions = {
  lookup: lookupAction,
  receipts: receiptsAction,
};
