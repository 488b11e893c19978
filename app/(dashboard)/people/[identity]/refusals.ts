import { whyNot } from '@/app/server/rights';
import type { Actor } from '@/domain/base/actor';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { clearFactors } from '@/domain/factors/clear-factors';
import { handOverService } from '@/domain/identities/hand-over-service';
import { identityTarget } from '@/domain/identities/identity-facts';
import type { IdentityView } from '@/domain/identities/identity-view';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { updateIdentity } from '@/domain/identities/update-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';

/** Why the actor can't do each thing to the identity, in words; undefined where they can. */
export function identityRefusals(actor: Actor, identity: IdentityView) {
  const target = identityTarget(identity);
  return {
    update: whyNot(actor, updateIdentity, target),
    handOver: whyNot(actor, handOverService, target),
    invite: whyNot(actor, inviteIdentity, target),
    suspend: whyNot(actor, suspendIdentity, target, identity),
    resume: whyNot(actor, resumeIdentity, target, identity),
    offboard: whyNot(actor, offboardIdentity, target),
    clearFactors: whyNot(actor, clearFactors, target, identity),
    stop: whyNot(actor, stopIdentity, target),
  };
}
