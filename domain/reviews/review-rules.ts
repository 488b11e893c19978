import type { EntryView } from './entry-view';

export const OWN_MEMBERSHIP = 'Somebody else must review your own membership.';
export const LAST_ADMINISTRATOR = 'Nobody could administer Keyward any more.';

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
