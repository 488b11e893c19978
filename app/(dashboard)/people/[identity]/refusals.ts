import { whyNot } from '@/app/server/rights';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import type { IdentityView } from '@/domain/identities/identity-view';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';
import { identityTarget } from '../load-identity';

/** Why the actor can't do each thing to the identity, in words; undefined where they can. */
export function identityRefusals(actor: Actor, identity: IdentityView) {
  const target = identityTarget(identity);
  const why = (operation: OperationName) => whyNot(actor, operation, target);
  return {
    update: why(updateIdentity.operation),
    invite: why(inviteIdentity.operation),
    suspend: why(suspendIdentity.operation),
    resume: why(resumeIdentity.operation),
    stop: why(stopIdentity.operation),
  };
}
