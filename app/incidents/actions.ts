'use server';

import { toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { stopIdentity } from '@/domain/identities/stop-identity';

// Arguments come from the network: what is no text is refused by the command.

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
