import { notFound } from 'next/navigation';
import { cache } from 'react';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import type { Actor } from '@/domain/base/actor';
import { getGroup } from '@/domain/groups/get-group';
import { groupTarget } from '@/domain/groups/group-facts';
import { getIdentity } from '@/domain/identities/get-identity';
import type { IdentityView } from '@/domain/identities/identity-view';

/** The identity of the address, asked once a request; unknown or out of reach is the not-found page. */
export const loadIdentity = cache(async (reference: string) => {
  const result = await ask(getIdentity, { identity: reference });
  if (result.ok) return result.value;
  if (result.kind === 'not_found' || result.kind === 'invalid') notFound();
  throw new Error(`${result.code}: ${result.message}`);
});

/** The identity with only those groups that the actor may know of. */
export function withinReach(actor: Actor, identity: IdentityView): IdentityView {
  const groups = identity.groups.filter(
    (group) => whyNot(actor, getGroup, groupTarget(group)) === undefined,
  );
  return { ...identity, groups };
}
