import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { controlPlaneOperationsOfGroup } from '@/domain/authority/escalation';
import { prose } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { cidrList } from '@/domain/decision/cidr-input';
import { type Limits, type LimitsTarget, loadLimitsTarget, wantedLimits, widens } from './limits';
import { refuseBeyondPolicy, refuseWidening } from './may-widen';
import { tokenRules } from './token-rules';
import { readTokenView, type TokenView, tokenViewSchema } from './token-view';

/**
 * Changes what a token is held to: its end, the scopes it is cut down to, its addresses. Whoever may
 * rename it may narrow it; to widen it takes what it takes to make it.
 */
export const setTokenLimits = defineCommand({
  operation: 'tokens.setLimits',
  summary: 'Change a token’s end, scopes or addresses',
  http: { method: 'PATCH', path: '/tokens/{token}/limits' },
  input: z.object({
    token: z.string().max(100),
    /** Scope names (`invoices:read` or `billing/invoices:read`) or ids; null for all of its group. */
    scopes: z.array(z.string().min(1).max(200)).min(1).max(200).nullable().optional(),
    expiresAt: instantInput().optional(),
    /** Empty for no limit of its own. */
    allowedCidrs: cidrList().optional(),
    reason: prose().optional(),
  }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadLimitsTarget(db, input.token),
  refusal: tokenRules.setLimits,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  needsProofFor: async ({ tx, input, target }) => {
    const wanted = await wantedLimits(tx, target, input);
    const isWider = !isRefusal(wanted) && (await widens(tx, target, wanted));
    return isWider && (await controlPlaneOperationsOfGroup(tx, target.group.id)).length > 0;
  },
  async admit({ tx, actor, input, target }) {
    const wanted = await wantedLimits(tx, target, input);
    if (isRefusal(wanted)) return wanted;
    const beyond = await refuseBeyondPolicy(tx, target, input);
    if (beyond) return beyond;
    const isWider = await widens(tx, target, wanted);
    return isWider ? refuseWidening(tx, actor, target, wanted.scopeIds) : null;
  },
  async run({ tx, input, target }) {
    const wanted = await wantedLimits(tx, target, input);
    if (isRefusal(wanted)) return wanted;
    const before = await readTokenView(tx, target.id);
    await keepLimits(tx, target, wanted);
    const token = await readTokenView(tx, target.id);
    const changed = changesOf(before, token);
    if (changed.length === 0) {
      return refuse('conflict', 'nothing_changed', `${token.name} is held to this already.`);
    }
    const of = (view: TokenView) => Object.fromEntries(changed.map((name) => [name, view[name]]));
    return {
      value: { token },
      audit: {
        ...{ before: of(before), after: of(token) },
        reason: input.reason,
        affects: [token.id],
      },
    };
  },
});

async function keepLimits(tx: Transaction, { row }: LimitsTarget, wanted: Limits) {
  const { scopeIds, expiresAt, allowedCidrs } = wanted;
  const isLater = expiresAt.getTime() > row.expiresAt.getTime();
  await tx
    .update(tokens)
    .set({
      ...{ expiresAt, allowedCidrs: [...allowedCidrs], restricted: scopeIds !== null },
      // Who was warned of the old end is warned of the new one as well.
      ...(isLater && { warnedDays: null }),
    })
    .where(eq(tokens.id, row.id));
  await tx.delete(tokenScopes).where(eq(tokenScopes.tokenId, row.id));
  if (scopeIds !== null && scopeIds.length > 0) {
    await tx.insert(tokenScopes).values(scopeIds.map((scopeId) => ({ tokenId: row.id, scopeId })));
  }
}

const LIMITS = ['expiresAt', 'scopes', 'allowedCidrs'] as const;

const changesOf = (before: TokenView, after: TokenView) =>
  LIMITS.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
