import { MAX_QUERY_LENGTH } from '@/domain/history/query/keys';

export interface ReadyView {
  readonly name: string;
  readonly q: string;
}

/** Views that come with the product: what is asked first when something is wrong. */
const ALWAYS: readonly ReadyView[] = [
  { name: 'Denied in the last 24 hours', q: 'outcome:denied after:-24h' },
  {
    name: 'Use of retired, revoked or suspended tokens',
    q: 'code:token_retired,token_revoked,token_suspended after:-7d',
  },
  { name: 'Use from addresses that are not allowed', q: 'code:ip_not_allowed after:-7d' },
  { name: 'Tokens that nobody knows', q: 'code:token_unknown,token_malformed after:-24h' },
  { name: 'Changes that were refused', q: 'kind:change outcome:denied after:-7d' },
  { name: 'Tokens made in the last 7 days', q: 'action:tokens.create,tokens.delegate* after:-7d' },
  { name: 'Exports of history', q: 'action:audit.export,decisions.export* after:-30d' },
];

/**
 * The ready views of an organisation. A query can't name every group: where they don't all fit, the
 * view's name says of how many it is.
 * @param privileged ids of the groups that control Keyward itself
 */
export function readyViews(privileged: readonly string[]): readonly ReadyView[] {
  const queryOf = (count: number) =>
    `kind:change target:${privileged.slice(0, count).join(',')} after:-30d`;
  let count = privileged.length;
  while (queryOf(count).length > MAX_QUERY_LENGTH) count -= 1;
  if (count === 0) return ALWAYS;
  const part = count < privileged.length ? ` (${count} of ${privileged.length})` : '';
  const [first, ...rest] = ALWAYS;
  const changes = { name: `Changes to privileged groups${part}`, q: queryOf(count) };
  return [...(first ? [first] : []), changes, ...rest];
}
