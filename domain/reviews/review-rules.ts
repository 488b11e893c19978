import { type Actor, rolesOf } from '@/domain/base/actor';
import type { EntryView } from './entry-view';
import type { Decision } from './review-facts';
import type { ReviewView } from './review-view';

export const OWN_MEMBERSHIP = 'Somebody else must review your own membership.';
export const LAST_ADMINISTRATOR = 'Nobody could administer Keyward any more.';

type Judged = Pick<
  EntryView,
  'identity' | 'source' | 'sourceName' | 'settled' | 'lastAdministrator'
> & { readonly group: Pick<EntryView['group'], 'id'> };

/** Why somebody can't decide a membership so, one reason a decision; null where they can. */
export function whyNotDecided(
  actor: Actor,
  { name, state }: Pick<ReviewView, 'name' | 'state'>,
  entry: Judged,
): Record<Decision, string | null> {
  const always =
    (state === 'open' ? null : overOf(name)) ??
    whyNotReviewer(actor, entry) ??
    (entry.settled ? doneOf(entry.identity.name) : null);
  const managed = entry.source === 'manual' ? null : managedOf(entry, entry.identity.name);
  // To end one that a provider gives is only written down.
  const last = entry.lastAdministrator && !managed ? LAST_ADMINISTRATOR : null;
  return { keep: always, end: always ?? last, shorten: always ?? managed ?? last };
}

/** Administrators and the leads of its group review a membership, and nobody their own. */
function whyNotReviewer(actor: Actor, entry: Judged): string | null {
  if (entry.identity.id === actor.id) return OWN_MEMBERSHIP;
  const leads = rolesOf(actor).leadOf.has(entry.group.id);
  if (leads || actor.grants.has('reviews.decide')) return null;
  return 'Only an administrator or a lead of the group can review this.';
}

export const overOf = (review: string) =>
  `The review ${review} is over: nothing in it changes any more.`;
export const doneOf = (member: string) => `What was decided of ${member} is done already.`;
export const managedOf = (entry: Parameters<typeof providerOf>[0], member: string) =>
  `${providerOf(entry)} gives ${member} this membership: shorten it there.`;

/** Who gives a membership that is not made by hand. */
export const providerOf = ({
  source,
  sourceName,
}: Pick<EntryView, 'source' | 'sourceName'>): string =>
  sourceName ?? (source === 'sso' ? 'Single sign-on' : 'SCIM');
