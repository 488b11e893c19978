import type { EntryView } from './entry-view';

/** Who gives a membership that is not made by hand. */
export const providerOf = ({
  source,
  sourceName,
}: Pick<EntryView, 'source' | 'sourceName'>): string =>
  sourceName ?? (source === 'sso' ? 'Single sign-on' : 'SCIM');

export const LAST_ADMINISTRATOR = 'Nobody could administer Keyward any more.';
