import type { ReactNode } from 'react';
import { incidentActions } from '@/app/incidents/incident-actions';
import { navigationRights } from '@/app/server/navigation-rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { DashboardFrame } from '@/components/frame/dashboard-frame';
import { roleSummary } from '@/components/frame/role-summary';
import { getIdentity } from '@/domain/identities/get-identity';
import { signOutAction } from './frame-actions';
import { searchAction } from './search-action';

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
      onSearch={searchAction}
      incident={incidentActions}
    >
      {props.children}
    </DashboardFrame>
  );
}
