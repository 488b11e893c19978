import type { Transaction } from '@/db/client';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { findIdentity } from '@/domain/targets/find-identity';
import type { RequestRow } from './request-target';
import { readRequestView } from './request-view';

/**
 * Refuses to give access that nobody asks for any more, or that is for somebody who was stopped since.
 * `row` is locked, with the one that it fulfils.
 */
export async function refuseOutdated(tx: Transaction, row: RequestRow): Promise<Refusal | null> {
  if (row.kind === 'access') return refuseStopped(tx, row.requesterId, row.requesterName);
  if (row.fulfils === null) return null;
  const { state, requester } = await readRequestView(tx, row.fulfils);
  if (state === 'open') return refuseStopped(tx, requester.id, requester.name);
  return outdated(
    `The request of ${requester.name} that it fulfils is ${STATE_WORDS[state]}. Deny it.`,
  );
}

const STATE_WORDS = {
  ...{ approved: 'approved already', denied: 'denied', withdrawn: 'withdrawn' },
  expired: 'over: nobody decided in time',
};

/** The lock makes a suspension at the same time take turns with the approval. */
async function refuseStopped(tx: Transaction, id: string, name: string): Promise<Refusal | null> {
  const found = await findIdentity(tx, id, 'no key update');
  if (!isRefusal(found) && found.state === 'active') return null;
  return outdated(`${name}, who asked for this, is suspended or gone. Deny it.`);
}

const outdated = (message: string): Refusal => refuse('conflict', 'request_outdated', message);
