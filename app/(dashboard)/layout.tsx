import type { ReactNode } from 'react';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { DashboardFrame } from '@/components/frame/dashboard-frame';
import { roleSummary } from '@/components/frame/role-summary';
import type { NavigationRights } from '@/components/shell/navigation';
import { reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { getIdentity } from '@/domain/identities/get-identity';
import { signOutAction } from './frame-actions';

export default async function DashboardLayout(props: { children: ReactNode }) {
  const actor = await requireActor();
  const own = await ask(getIdentity, { identity: actor.id });
  if (!own.ok) throw new Error(`the signed-in person cannot be read: ${own.message}`);
  const { name, email, groups } = own.value;
  return (
    <DashboardFrame
      user={{ name, email: email ?? undefined, role: roleSummary(groups) }}
      navigation={navigationRights(actor)}
      signOut={signOutAction}
    >
      {props.children}
    </DashboardFrame>
  );
}

/** The sections that nothing of the actor's reach opens stay in sight, with the reason. */
function navigationRights(actor: Actor): NavigationRights {
  const reaches = (operation: OperationName) => !reachesNothing(reachOf(actor, operation));
  const rights: NavigationRights = {};
  if (!reaches('groups.list')) rights.groups = { disabledReason: 'You are in no group yet' };
  if (!reaches('apis.list')) rights.apis = { disabledReason: 'You are in no group yet' };
  if (!reaches('identities.list')) {
    rights.people = { disabledReason: 'Only leads, administrators and auditors see people' };
  }
  return rights;
}
