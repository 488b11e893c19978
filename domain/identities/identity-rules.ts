import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { IdentityView } from './identity-view';

type Facts = Pick<IdentityView, 'name' | 'state'>;

/** What an identity's state refuses to whoever has the right. */
export const identityRules = {
  suspend(_actor: Actor, { name, state }: Facts): Refusal | null {
    if (state === 'active') return null;
    return refuse('conflict', 'identity_suspended', `${name} is already suspended.`);
  },
  resume(_actor: Actor, { name, state }: Facts): Refusal | null {
    if (state === 'suspended') return null;
    return refuse('conflict', 'identity_not_suspended', `${name} is not suspended.`);
  },
};

/** The target of a command, of an identity that is shown. */
export const identityTarget = ({
  id,
  name,
  groups,
}: Pick<IdentityView, 'id' | 'name' | 'groups'>): Target => ({
  ...{ type: 'identity', id, name, identityId: id },
  groupIds: groups.map((group) => group.id),
});
