import type { TokenRow } from '@/components/tokens/token-row';
import type { Actor } from '@/domain/base/actor';
import { tokenCan } from '@/domain/tokens/token-rules';
import type { TokenView } from '@/domain/tokens/token-view';

/** The token with what this actor may do to it, for the pages to show. */
export function toTokenRow(actor: Actor, token: TokenView): TokenRow {
  const { rename, suspend, resume, revoke } = tokenCan(actor, token);
  const words = (refusal: { message: string } | null) => refusal?.message ?? null;
  return {
    ...token,
    refusals: {
      rename: words(rename),
      suspend: words(suspend),
      resume: words(resume),
      revoke: words(revoke),
    },
  };
}
