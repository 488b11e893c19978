import { CornerDownRight } from 'lucide-react';
import type { TokenRow } from './token-row';

/** A token's name; of a delegated one, that it is, and who acts with it where the name says otherwise. */
export function TokenName({ token }: { token: Pick<TokenRow, 'name' | 'actsAs'> }) {
  const { name, actsAs } = token;
  if (actsAs === null) return name;
  return (
    <>
      <CornerDownRight
        role="img"
        aria-label="Delegated:"
        size={13}
        className="mr-1.5 inline-block shrink-0 align-[-0.125em] text-muted"
      />
      {name}
      {actsAs !== name && <span className="text-muted"> · {actsAs}</span>}
    </>
  );
}
