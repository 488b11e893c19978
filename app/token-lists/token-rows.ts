import { whyNot } from '@/app/server/rights';
import type { TokenRow } from '@/components/tokens/token-row';
import type { Actor } from '@/domain/base/actor';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { tokenTarget } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';

/** The token with what this actor may do to it, for the pages to show. */
export function toTokenRow(actor: Actor, token: TokenView): TokenRow {
  const target = tokenTarget(token);
  return {
    ...token,
    refusals: {
      rename: whyNot(actor, renameToken, target) ?? null,
      suspend: whyNot(actor, suspendToken, target, token) ?? null,
      resume: whyNot(actor, resumeToken, target, token) ?? null,
      revoke: whyNot(actor, revokeToken, target, token) ?? null,
    },
  };
}
