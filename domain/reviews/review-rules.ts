import { type Actor, rolesOf } from '@/domain/base/actor';
import type { EntryView } from './entry-view';

export type Judged = Pick<EntryView, 'identity' | 'source' | 'sourceName' | 'settled'> & {
  readonly group: { readonly id: string };
};

/** Who reviews a membership: administrators and the leads of its group, and nobody their own. */
export function whyNotReviewer(actor: Actor, entry: Judged): string | null {
  if (entry.identity.id === actor.id) return 'Somebody else must review your own membership.';
  const leads = rolesOf(actor).leadOf.has(entry.group.id);
  if (leads || actor.grants.has('reviews.decide')) return null;
  return 'Only an administrator or a lead of the group can review this.';
}

/** Why a decision of this kind is refused of the entry, by whoever reviews it. */
export function whyNotShortened({ source, sourceName }: Judged): string | null {
  return source === 'manual'
    ? null
    : `${providerOf({ source, sourceName })} gives this membership: shorten it there.`;
}

/** Who gives a membership that is not made by hand. */
export const providerOf = ({ source, sourceName }: Pick<Judged, 'source' | 'sourceName'>): string =>
  sourceName ?? (source === 'sso' ? 'Single sign-on' : 'SCIM');

export const LAST_ADMINISTRATOR = 'Nobody could administer Keyward any more.';
