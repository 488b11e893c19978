import type { NavigationRights } from '@/components/shell/navigation';
import { reachesNothing, reachOf } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';

/** The sections that nothing of the actor's reach opens stay in sight, with the reason. */
export function navigationRights(actor: Actor): NavigationRights {
  const reaches = (operation: string) => !reachesNothing(reachOf(actor, operation));
  const rights: NavigationRights = {};
  if (!reaches('groups.list')) rights.groups = { disabledReason: 'You are in no group yet' };
  if (!reaches('apis.list')) rights.apis = { disabledReason: 'You are in no group yet' };
  if (!reaches('identities.list')) {
    rights.people = { disabledReason: 'Only leads, administrators and auditors see people' };
  }
  return rights;
}
