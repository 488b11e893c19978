'use client';

import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { classNames } from '@/components/class-names';
import { paths } from '@/components/paths';
import type { TokenMatch } from '@/components/revocation/token-match';
import { useRevocation } from '@/components/revocation/use-revocation';
import { TextLink } from '@/components/ui/link';
import { MonoId, TokenHint } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import { MatchFacts } from './match-facts';
import { MatchRevoke } from './match-revoke';

/** The token behind a find: what it is, what it opens, how it was used, and the button that ends it. */
export function MatchCard(props: { match: TokenMatch }) {
  const { match } = props;
  const { token } = match;
  const revocation = useRevocation(token);
  const [unfolded, setUnfolded] = useState(false);
  const factsId = useId();
  const status = revocation.state.status === 'done' ? 'revoked' : token.status;
  return (
    <article
      aria-label={`Token ${token.name}`}
      className="overflow-clip rounded-lg border border-line bg-surface"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <div className="min-w-0 space-y-0.5">
          <h3 className="text-base font-semibold break-words">
            <TextLink quiet href={paths.token(token.id)}>
              {token.name}
            </TextLink>{' '}
            <code className="text-sm font-normal whitespace-nowrap text-muted">
              ••{token.last4}
            </code>
          </h3>
          <p className="text-sm text-muted">
            <bdi>{token.identity.name}</bdi> in <bdi>{token.group.name}</bdi> ·{' '}
            <LastUse uses={match.lastUses} />
          </p>
          <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
            <TokenHint prefix={token.prefix} first={token.first4} last={token.last4} />
            <MonoId id={token.id} noun="token id" short />
          </p>
        </div>
        <StatusBadge status={status} boxed />
      </header>
      <div className="p-4 max-md:py-2">
        <button
          type="button"
          aria-expanded={unfolded}
          aria-controls={factsId}
          onClick={() => setUnfolded(!unfolded)}
          className="flex min-h-8 w-full items-center justify-between rounded-sm text-sm font-medium md:hidden"
        >
          What it opens, and how it was used
          <ChevronDown
            aria-hidden
            size={16}
            className={classNames('text-muted', unfolded && 'rotate-180')}
          />
        </button>
        <div id={factsId} className={classNames('max-md:py-2', !unfolded && 'max-md:hidden')}>
          <MatchFacts match={match} />
        </div>
      </div>
      <MatchRevoke match={match} revocation={revocation} />
    </article>
  );
}

/** When it was used last, for the head: where facts are folded, this is what tells a live token. */
function LastUse(props: { uses: TokenMatch['lastUses'] }) {
  const [last] = props.uses ?? [];
  if (!props.uses) return 'uses out of your reach';
  return last ? (
    <>
      used <RelativeTime date={last.at} />
    </>
  ) : (
    'never used'
  );
}
