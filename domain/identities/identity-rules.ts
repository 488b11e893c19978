import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
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
