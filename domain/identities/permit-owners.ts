import { type Actor, type GrantingGroup, rolesOf } from '@/domain/base/actor';

/** The right of a lead over the service accounts that belong to their group; over people they have none. */
export const permitOwners = (
  actor: Actor,
  { ownerGroupId }: { readonly ownerGroupId: string | null },
): GrantingGroup | false => rolesOf(actor).leadOf.get(ownerGroupId ?? '') ?? false;
