'use client';

import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { NoMatchState } from '@/components/ui/states';
import type { Lookup } from './lookup-question';
import { MatchCard } from './match-card';
import { GroupsFound, PeopleFound } from './people-found';

/** What a lookup found: people, groups and tokens, or why there is none. */
export function LookupResult(props: {
  lookup: Exclude<Lookup, { kind: 'address' }>;
  /** Has it looked up again: who was stopped, or what was frozen, isn't shown as it was. */
  onChanged?: () => void;
}) {
  const { lookup } = props;
  if (lookup.kind === 'nothing') {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <NoMatchState title={lookup.title}>{lookup.message}</NoMatchState>
      </div>
    );
  }
  const { tokens, total, people, groups, unknown, left } = lookup;
  return (
    <div className="space-y-3">
      {people.length > 0 && <PeopleFound people={people} onChanged={props.onChanged} />}
      {groups.length > 0 && <GroupsFound groups={groups} onChanged={props.onChanged} />}
      {unknown > 0 && (
        <p className="text-sm text-muted">
          {formatCount(unknown, 'secret')} more in the text{' '}
          {unknown === 1 ? 'is no token' : 'are no tokens'} you can reach.
        </p>
      )}
      {left > 0 && (
        <p className="text-sm text-warn">
          {formatCount(left, 'secret')} more in the text {left === 1 ? 'was' : 'were'} not looked
          up: paste the rest of it once these are seen to.
        </p>
      )}
      {total > 1 && (
        <p className="text-sm text-muted">
          {total > tokens.length
            ? `The first ${formatNumber(tokens.length)} of ${formatNumber(total)} tokens. `
            : `${formatNumber(total)} tokens match: check the holder before you revoke. `}
          {total > tokens.length && <TextLink href={paths.tokens()}>Search all tokens</TextLink>}
        </p>
      )}
      {tokens.map((match) => (
        <MatchCard key={match.token.id} match={match} />
      ))}
    </div>
  );
}
