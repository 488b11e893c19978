import type { Transaction } from '@/db/client';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { RequestRow } from './request-target';
import { readRequestView } from './request-view';

/** Refuses a change for which nobody asks any more; `row` is locked, with the one that it fulfils. */
export async function refuseOutdated(tx: Transaction, row: RequestRow): Promise<Refusal | null> {
  if (row.fulfils === null) return null;
  const { state, requester } = await readRequestView(tx, row.fulfils);
  if (state === 'open') return null;
  const message = `The request of ${requester.name} that it fulfils is ${STATE_WORDS[state]}. Deny it.`;
  return refuse('conflict', 'request_outdated', message);
}

const STATE_WORDS = {
  ...{ approved: 'approved already', denied: 'denied', withdrawn: 'withdrawn' },
  expired: 'over: nobody decided in time',
};
