import { isAdministrator } from '@/domain/authority/administrators';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { GroupView } from './group-view';

type Facts<Field extends keyof GroupView> = Pick<GroupView, 'name' | Field>;

/** What a group's state refuses to whoever has the right. */
export const groupRules = {
  freeze(_actor: Actor, { name, slug, state }: Facts<'slug' | 'state'>): Refusal | null {
    if (state === 'frozen') return refuse('conflict', 'group_frozen', `${name} is already frozen.`);
    if (slug !== ADMINISTRATORS) return null;
    return refuse(
      'conflict',
      'last_administrator',
      'Nobody could administer Keyward any more: frozen administrators could unfreeze nobody.',
    );
  },
  unfreeze(_actor: Actor, { name, state }: Facts<'state'>): Refusal | null {
    if (state === 'frozen') return null;
    return refuse('conflict', 'group_active', `${name} is already active.`);
  },
  setScopes(_actor: Actor, { builtIn }: Facts<'builtIn'>): Refusal | null {
    if (!builtIn) return null;
    return refuse('conflict', 'built_in', 'The scopes of a built-in group are fixed.');
  },
  delete(_actor: Actor, group: Facts<'builtIn' | 'unendedTokenCount'>): Refusal | null {
    const { name, builtIn, unendedTokenCount: count } = group;
    if (builtIn) return refuse('conflict', 'built_in', 'A built-in group can’t be deleted.');
    if (count === 0) return null;
    const living = count === 1 ? '1 living token acts' : `${count} living tokens act`;
    return refuse('conflict', 'group_has_tokens', `${living} in ${name}. Revoke them first.`);
  },
};

/** Adding to a group that controls Keyward makes somebody an administrator of it, in part. */
export const refuseAddition = (
  actor: Actor,
  { name, controlsKeyward }: Facts<'controlsKeyward'>,
): Refusal | null =>
  controlsKeyward && !isAdministrator(actor)
    ? refuse(
        'forbidden',
        'needs_administrator',
        `${name} holds control-plane rights: only an administrator can add to it.`,
      )
    : null;
