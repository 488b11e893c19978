import type { Actor, GrantingGroup } from '@/domain/base/actor';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { PushedTarget, UserTarget } from './targets';

/** All that clients do stands on one right, however the commands are called. */
export function provisions(actor: Actor): GrantingGroup | null | false {
  const held = actor.grants.get('scim.provision');
  return held === undefined ? false : held;
}

/** What another client provisions is not there. */
export const provisionsOwn = (
  actor: Actor,
  { type, row }: UserTarget | PushedTarget,
): GrantingGroup | null | false | Refusal =>
  row.clientId === actor.id ? provisions(actor) : notFound(type);
