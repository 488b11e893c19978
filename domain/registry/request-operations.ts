import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { approveRequest } from '@/domain/requests/approve-request';
import { createRequest } from '@/domain/requests/create-request';
import { denyRequest, withdrawRequest } from '@/domain/requests/deny-request';
import { expireRequest } from '@/domain/requests/expire-requests';
import { getRequest } from '@/domain/requests/get-request';
import { countRequests, listRequests } from '@/domain/requests/list-requests';
import { findOperations, listOffers } from '@/domain/requests/offers';
import { getRequestTerms } from '@/domain/requests/request-terms';

/** Asking for access, and deciding what others ask for. */
export const REQUEST_COMMANDS: readonly AnyCommand[] = [
  approveRequest,
  createRequest,
  denyRequest,
  expireRequest,
  withdrawRequest,
];

export const REQUEST_QUERIES: readonly AnyQuery[] = [
  countRequests,
  findOperations,
  getRequest,
  getRequestTerms,
  listOffers,
  listRequests,
];
