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
