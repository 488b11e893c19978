import { paths } from '@/components/paths';
import { TokenStatus } from '@/components/tokens/token-status';
import { TokenTitle } from '@/components/tokens/token-title';
import { Expiry } from '@/components/ui/relative-time';
import type { TokenView } from '@/domain/tokens/token-view';

/** Tokens in two lines each: which it is and how it stands; where it acts and until when. */
export function OwnTokens(props: { tokens: readonly TokenView[] }) {
  return (
    <ul className="divide-y divide-line">
      {props.tokens.map((token) => (
        <li key={token.id} className="px-4 py-2 text-sm">
          <p className="flex items-center justify-between gap-3 font-medium">
            <TokenTitle token={token} href={paths.token(token.id)} />
            <TokenStatus token={token} />
          </p>
          <p className="flex items-center justify-between gap-3 text-muted">
            <span className="truncate">{token.group.name}</span>
            <Expiry date={token.expiresAt} soonDays={token.status === 'expiring' ? 7 : 0} />
          </p>
        </li>
      ))}
    </ul>
  );
}
