import type { ReactNode } from 'react';
import { PROVING } from '@/app/actions/proving';
import { database } from '@/app/server/database';
import { mayAnywhere } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { DashboardFrame } from '@/components/frame/dashboard-frame';
import { KeptOutNotice } from '@/components/frame/kept-out-notice';
import { roleSummary } from '@/components/frame/role-summary';
import type { NavigationRights } from '@/components/shell/navigation';
import { listApis } from '@/domain/apis/list-apis';
import type { Actor } from '@/domain/base/actor';
import { isRefusal } from '@/domain/base/refusal';
import { listGroups } from '@/domain/groups/list-groups';
import { getIdentity } from '@/domain/identities/get-identity';
import { listIdentities } from '@/domain/identities/list-identities';
import { listNotices } from '@/domain/inbox/list-notices';
import { countRequests } from '@/domain/requests/list-requests';
import { countReviews, listReviews } from '@/domain/reviews/list-reviews';
import { loadProvider } from '@/domain/sso/provider-target';
import { signOutAction } from './frame-actions';

export default async function DashboardLayout(props: { children: ReactNode }) {
  const actor = await requireActor();
  const [own, told, requested, reviewed] = await Promise.all([
    ask(getIdentity, { identity: actor.id }),
    ask(listNotices, { limit: 1 }),
    // Who decides nothing has nothing waiting.
    askIfAllowed(countRequests, {}),
    askIfAllowed(countReviews, {}),
  ]);
  if (!own.ok) throw new Error(`the signed-in person cannot be read: ${own.message}`);
  const { name, email, groups } = own.value;
  return (
    <DashboardFrame
      user={{ name, email: email ?? undefined, role: roleSummary(groups) }}
      navigation={navigationRights(actor)}
      counts={{
        notices: told.ok ? told.value.unread : 0,
        requests: requested.ok ? requested.value.waiting : 0,
        reviews: reviewed.ok ? reviewed.value.waiting : 0,
      }}
      signOut={signOutAction}
      proving={PROVING}
      banner={actor.keptOutOf !== null && <KeptOut provider={actor.keptOutOf} />}
    >
      {props.children}
    </DashboardFrame>
  );
}

/** Said on every page: what they miss, they miss because of how they signed in. */
async function KeptOut({ provider }: { provider: string }) {
  const found = await loadProvider(database(), provider);
  return <KeptOutNotice provider={isRefusal(found) ? 'Your provider' : found.row.name} />;
}

/** The sections that nothing of the actor's reach opens stay in sight, with the reason. */
function navigationRights(actor: Actor): NavigationRights {
  const rights: NavigationRights = {};
  if (!mayAnywhere(actor, listGroups))
    rights.groups = { disabledReason: 'You are in no group yet' };
  if (!mayAnywhere(actor, listApis)) rights.apis = { disabledReason: 'You are in no group yet' };
  if (!mayAnywhere(actor, listIdentities)) {
    rights.people = { disabledReason: 'Only leads, administrators and auditors see people' };
  }
  if (!mayAnywhere(actor, listReviews)) {
    rights.reviews = { disabledReason: 'Only leads, administrators and auditors see reviews' };
  }
  return rights;
}
