import {
  type Actor,
  type GrantingGroup,
  type Grants,
  type Roles,
  rolesOf,
} from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import type { Target } from '@/domain/base/target';
import { LEAD_OPERATIONS, MEMBER_OPERATIONS, SELF_OPERATIONS } from './role-rights';

/** How far an operation carries an actor: everywhere, in some groups, or over their own things. */
export interface Reach {
  readonly everywhere: boolean;
  readonly groupIds: readonly string[];
  readonly identityId: string | null;
}

const EVERYWHERE: Reach = { everywhere: true, groupIds: [], identityId: null };
const NOWHERE: Reach = { everywhere: false, groupIds: [], identityId: null };

export function reachOf(actor: Actor, operation: OperationName): Reach {
  if (actor.kind === 'session') return reachOfPerson(actor, operation);
  return actor.grants.has(operation) ? EVERYWHERE : NOWHERE;
}

/** The same of somebody by the rights they have, who need not be there. */
export function reachOfPerson(
  person: Roles & { readonly id: string; readonly grants: Grants },
  operation: OperationName,
): Reach {
  if (person.grants.has(operation)) return EVERYWHERE;
  const groups = MEMBER_OPERATIONS.has(operation)
    ? person.memberOf
    : LEAD_OPERATIONS.has(operation)
      ? person.leadOf
      : new Map();
  return {
    everywhere: false,
    groupIds: [...groups.keys()],
    identityId: SELF_OPERATIONS.has(operation) ? person.id : null,
  };
}

export const reachesNothing = (reach: Reach): boolean =>
  !reach.everywhere && reach.groupIds.length === 0 && reach.identityId === null;

/** The group that gives the right to `operation` on `target`, null where none is needed, or false. */
export function rightOver(
  actor: Actor,
  operation: OperationName,
  target: Target,
): GrantingGroup | null | false {
  const granting = actor.grants.get(operation);
  if (granting !== undefined) return granting;
  const reach = reachOf(actor, operation);
  for (const groupId of target.groupIds ?? []) {
    if (reach.groupIds.includes(groupId)) return rolesOf(actor).memberOf.get(groupId) ?? false;
  }
  return reach.identityId !== null && target.identityId === reach.identityId ? null : false;
}

const READ_OPERATION: Record<Target['type'], OperationName | null> = {
  token: 'tokens.get',
  group: 'groups.get',
  identity: 'identities.get',
  api: 'apis.get',
  scope: 'scopes.get',
  session: 'sessions.list',
  decision: 'decisions.get',
  webhook: 'webhooks.get',
  destination: 'destinations.get',
  trustRule: 'trustRules.get',
  ssoProvider: 'ssoProviders.get',
  review: 'reviews.get',
  reviewCampaign: 'reviewCampaigns.get',
  scimUser: 'scim.provision',
  scimGroup: 'provisioning.get',
  request: 'requests.get',
  savedView: 'views.list',
  sink: 'sinks.get',
  incident: 'incidents.get',
  anomaly: 'anomalies.list',
  system: null,
};

/** Whether the actor may know that the target exists; if not, it reads as not found. */
export function isVisible(
  actor: Actor,
  target: Target,
  operation: OperationName | null = READ_OPERATION[target.type],
): boolean {
  if (operation === null || target.id === null) return true;
  return rightOver(actor, operation, target) !== false;
}
