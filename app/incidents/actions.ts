'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { StoppablePerson } from '@/components/respond/person-stopper';
import type { Lookup, Receipt } from '@/components/revocation/token-match';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { getReceipts } from '@/domain/verifiers/get-receipts';
import { findMatches } from './lookup';
import { findPeople } from './people';

// Arguments come from the network: what is no text is refused by the command, or looked up as such.

export async function lookupAction(text: unknown): Promise<Lookup> {
  return findMatches(String(text).slice(0, 10_000));
}

export async function receiptsAction(seq: unknown): Promise<ActionOutcome<Receipt[]>> {
  return toFormState(await ask(getReceipts, { seq }), ({ verifiers }) => verifiers);
}

export async function stopIdentityAction(identity: unknown, reason: unknown, alsoRevoke: unknown) {
  return toFormState(
    await act(stopIdentity, { identity, reason, alsoRevoke }),
    ({ revokedTokens, alsoRevokedTokens, endedSessions }, seq) => ({
      revokedTokens: revokedTokens + alsoRevokedTokens,
      endedSessions,
      seq,
    }),
  );
}

export async function findPeopleAction(text: unknown): Promise<StoppablePerson[]> {
  return findPeople(String(text));
}
