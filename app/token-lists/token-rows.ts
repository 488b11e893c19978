import { whyNot } from '@/app/server/rights';
import type { TokenRow } from '@/components/tokens/token-row';
import type { Actor } from '@/domain/base/actor';
import { snoozeAttention } from '@/domain/overview/snooze-attention';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { approveToken } from '@/domain/tokens/approve-token';
import { delegateToken } from '@/domain/tokens/delegate-token';
import { denyToken } from '@/domain/tokens/deny-token';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { setTokenLimits } from '@/domain/tokens/set-token-limits';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { rotationTarget, tokenTarget } from '@/domain/tokens/token-facts';
import type { TokenView } from '@/domain/tokens/token-view';

/** The token with what this actor may do to it, for the pages to show. */
export function toTokenRow(actor: Actor, token: TokenView): TokenRow {
  const target = tokenTarget(token);
  const held = rotationTarget(token);
  return {
    ...token,
    refusals: {
      rename: whyNot(actor, renameToken, target) ?? null,
      setLimits: whyNot(actor, setTokenLimits, target, token) ?? null,
      rotate: whyNot(actor, rotateToken, rotationTarget(token), token) ?? null,
      suspend: whyNot(actor, suspendToken, target, token) ?? null,
      resume: whyNot(actor, resumeToken, target, token) ?? null,
      revoke: whyNot(actor, revokeToken, target, token) ?? null,
      approve: whyNot(actor, approveToken, held, token) ?? null,
      deny: whyNot(actor, denyToken, target, token) ?? null,
      delegate: whyNot(actor, delegateToken, held, token) ?? null,
      snooze: whyNot(actor, snoozeAttention, target) ?? null,
    },
  };
}
