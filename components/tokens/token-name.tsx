import { CornerDownRight } from 'lucide-react';
import { LastFour } from '@/components/ui/mono-id';
import type { TokenRow } from './token-row';

/** A token's name and last four; of a delegated one, that it is, and who acts with it where the name says otherwise. */
export function TokenName({ token }: { token: Pick<TokenRow, 'name' | 'actsAs' | 'last4'> }) {
  const { name, actsAs, last4 } = token;
  return (
    <span className="flex items-baseline gap-1.5">
      <span className="min-w-0 truncate">
        {actsAs !== null && (
          <CornerDownRight
            role="img"
            aria-label="Delegated:"
            size={13}
            className="mr-1.5 inline-block shrink-0 align-[-0.125em] text-muted"
          />
        )}
        {name}
        {actsAs !== null && actsAs !== name && <span className="text-muted"> · {actsAs}</span>}
      </span>{' '}
      <LastFour last4={last4} />
    </span>
  );
}
