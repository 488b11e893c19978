'use server';

import { type ActionOutcome, toDone, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import { freezeApi } from '@/domain/apis/freeze-api';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { listLost } from '@/domain/verifiers/list-lost';
import type { StoppingAction } from '@/domain/verifiers/lost-events';
import { settleLost } from '@/domain/verifiers/settle-lost';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';

const reason = 'Stopped again after a restored backup had forgotten it.';

/** One ordinary command for each stop, so that each is authorized and logged like the first time. */
function again(action: StoppingAction, id: string) {
  switch (action) {
    case 'tokens.revoke':
    case 'tokens.revokeSelf':
    case 'tokens.revokeMatching':
    case 'leaks.stop':
      return act(revokeToken, { token: id, reason });
    case 'tokens.revokeFamily':
      return act(revokeFamily, { token: id, reason });
    case 'tokens.suspend':
      return act(suspendToken, { token: id, reason });
    case 'identities.suspend':
      return act(suspendIdentity, { identity: id, reason });
    case 'identities.stop':
      return act(stopIdentity, { identity: id, reason });
    case 'groups.freeze':
      return act(freezeGroup, { group: id, reason });
    case 'apis.freeze':
      return act(freezeApi, { api: id, reason });
    case 'trustRules.delete':
      // Whoever it gave tokens to since the backup has them no longer than the rule.
      return act(deleteTrustRule, { rule: id, revokeTokens: true });
  }
}

/** Stops whatever is live again, and settles. Where one is refused, the rest and the notice stay. */
export async function stopAgainAction(upToSeq: unknown): Promise<ActionOutcome<number>> {
  const lost = await ask(listLost, {});
  if (!lost.ok) return toFormState(lost, () => 0);
  let stopped = 0;
  for (const { action, target, now, seq } of lost.value.stops) {
    if (now !== 'live' || seq > Number(upToSeq)) continue;
    const result = await again(action, target.id);
    if (!result.ok) return toFormState(result, () => 0);
    stopped += 1;
  }
  return toFormState(await act(settleLost, { upToSeq, reason }), () => stopped);
}

/** Leaves everything as the restored database says. */
export async function leaveLostAction(upToSeq: unknown): Promise<ActionOutcome> {
  return toDone(await act(settleLost, { upToSeq, reason: 'Left as restored.' }));
}
