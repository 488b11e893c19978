'use client';

import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { Lookup } from '@/components/revocation/token-match';
import { TextLink } from '@/components/ui/link';
import { NoMatchState } from '@/components/ui/states';
import { MatchCard } from './match-card';

/** What a lookup found: cards, or why there is none. */
export function LookupResult(props: { lookup: Exclude<Lookup, { kind: 'address' }> }) {
  const { lookup } = props;
  if (lookup.kind === 'nothing') {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <NoMatchState title={lookup.title}>{lookup.message}</NoMatchState>
      </div>
    );
  }
  const { matches, total } = lookup;
  return (
    <div className="space-y-3">
      {total > 1 && (
        <p className="text-sm text-muted">
          {total > matches.length
            ? `The first ${formatNumber(matches.length)} of ${formatNumber(total)} tokens. `
            : `${formatNumber(total)} tokens match: check the holder before you revoke. `}
          {total > matches.length && <TextLink href={paths.tokens()}>Search all tokens</TextLink>}
        </p>
      )}
      {matches.map((match) => (
        <MatchCard key={match.token.id} match={match} />
      ))}
    </div>
  );
}
