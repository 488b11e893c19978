import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';

interface Facts {
  readonly name: string;
  readonly builtIn: boolean;
}

/** What an API's state refuses to whoever has the right. */
export const apiRules = {
  /** Of the API and of its operations. */
  change(_actor: Actor, { builtIn }: Pick<Facts, 'builtIn'>): Refusal | null {
    return builtIn ? refuse('conflict', 'built_in', 'The built-in API can’t be changed.') : null;
  },
  freeze(
    _actor: Actor,
    { name, builtIn, state }: Facts & { readonly state: 'active' | 'frozen' },
  ): Refusal | null {
    if (builtIn) {
      return refuse('conflict', 'built_in', 'Nobody could unfreeze Keyward’s own API any more.');
    }
    if (state === 'active') return null;
    return refuse('conflict', 'api_frozen', `${name} is already frozen.`);
  },
  unfreeze(
    _actor: Actor,
    { name, state }: Pick<Facts, 'name'> & { readonly state: 'active' | 'frozen' },
  ): Refusal | null {
    return state === 'frozen'
      ? null
      : refuse('conflict', 'api_active', `${name} is already active.`);
  },
  /** `groupCount`: groups that own a scope of it. */
  delete(
    _actor: Actor,
    { name, builtIn, groupCount }: Facts & { readonly groupCount: number },
  ): Refusal | null {
    if (builtIn) return refuse('conflict', 'built_in', 'The built-in API can’t be deleted.');
    if (groupCount === 0) return null;
    const owners = groupCount === 1 ? '1 group owns' : `${groupCount} groups own`;
    return refuse('conflict', 'api_in_use', `${owners} scopes of ${name}. Take them away first.`);
  },
};
