import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { StatusBadge } from '@/components/ui/status-badge';
import type { TouchedTokens as Touched } from '@/domain/access/touched-tokens';

/** The tokens that a change reaches, by name: who would notice it. */
export function TouchedTokens({ touched }: { touched: Touched }) {
  const { tokens, tokenCount } = touched;
  if (tokenCount === 0) {
    return <p className="text-sm text-muted">No token that works now is touched.</p>;
  }
  const hidden = tokenCount - tokens.length;
  return (
    <section aria-label="Tokens that follow" className="text-sm">
      <h3 className="font-medium">
        {formatCount(tokenCount, 'token')} {tokenCount === 1 ? 'follows' : 'follow'} at once
      </h3>
      <ul className="divide-y divide-line">
        {tokens.map(({ id, name, last4, status, identity, group }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <TextLink href={paths.token(id)} className="min-w-0 break-words">
              {name}
            </TextLink>
            <LastFour last4={last4} />
            <span className="text-muted">
              of {identity.name} in {group.name}
            </span>
            <span className="ml-auto">
              <StatusBadge status={status} />
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="pt-1.5 text-muted">{formatNumber(hidden)} more.</p>}
    </section>
  );
}
