import { whyNot } from '@/app/server/rights';
import { ask, askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { GroupMatch, PersonMatch } from '@/components/respond/lookup-question';
import type { Actor } from '@/domain/base/actor';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { groupTarget } from '@/domain/groups/group-facts';
import type { GroupView } from '@/domain/groups/group-view';
import { chooseGroups } from '@/domain/groups/list-groups';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { getIdentity } from '@/domain/identities/get-identity';
import { identityTarget } from '@/domain/identities/identity-facts';
import type { IdentityView } from '@/domain/identities/identity-view';
import { listIdentities } from '@/domain/identities/list-identities';
import { stopIdentity } from '@/domain/identities/stop-identity';

const SHOWN_PEOPLE = 5;
const SHOWN_GROUPS = 3;

/** People and service accounts by name, email or slug, with what stopping them would end. */
export async function findPeople(text: string): Promise<PersonMatch[]> {
  const found = await askIfAllowed(listIdentities, { q: text, limit: SHOWN_PEOPLE });
  if (!found.ok) return [];
  return Promise.all(found.value.items.map(toPersonMatch));
}

/** The one of an id; a refusal is recorded, and reads as nobody. */
export async function findPerson(identity: string): Promise<PersonMatch[]> {
  const found = await ask(getIdentity, { identity });
  return found.ok ? [await toPersonMatch(found.value)] : [];
}

export async function findGroups(text: string): Promise<GroupMatch[]> {
  const found = await askIfAllowed(chooseGroups, { q: text, limit: SHOWN_GROUPS });
  if (!found.ok) return [];
  const actor = await requireActor();
  return found.value.items.map((group) => toGroupMatch(actor, group));
}

/** The one of an id; a refusal is recorded, and reads as none. */
export async function findGroup(group: string): Promise<GroupMatch[]> {
  const found = await ask(getGroup, { group });
  return found.ok ? [toGroupMatch(await requireActor(), found.value)] : [];
}

type Told = Omit<GroupView, 'liveTokenCount' | 'unendedTokenCount' | 'operationCount'>;

function toGroupMatch(actor: Actor, group: Told): GroupMatch {
  const { id, slug, name, state, memberCount } = group;
  const freezing = state === 'frozen' ? unfreezeGroup : freezeGroup;
  const freezeRefusal = whyNot(actor, freezing, groupTarget(group), group) ?? null;
  return { id, slug, name, state, memberCount, freezeRefusal };
}

async function toPersonMatch(identity: IdentityView): Promise<PersonMatch> {
  const { id, type, name, email, slug, groups, liveTokenCount, openSessionCount } = identity;
  return {
    ...{ id, type, name, liveTokenCount, openSessionCount },
    hint: email ?? slug ?? '',
    groups: groups.map((group) => group.name),
    stopRefusal: whyNot(await requireActor(), stopIdentity, identityTarget(identity)) ?? null,
  };
}
