import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import { spentJwts, trustRuleScopes, trustRules, workloadTokens } from '@/db/schema/workloads';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { hasLivingMembership, refuseEndedToken } from '@/domain/tokens/may-mint';
import { mint } from '@/domain/tokens/mint';
import { refuseFrozen } from '@/domain/tokens/minting-right';
import { findGroupScopes } from '@/domain/tokens/restriction';
import { MIN_LIFETIME_SECONDS } from '@/domain/tokens/token-facts';
import { tokenViewSchema } from '@/domain/tokens/token-view';
import { recordAttempt } from './attempts';
import { checkClaims, LEEWAY_SECONDS } from './claims';
import { refuseWaiting } from './may-trust';
import { type HeldRule, holdTrustRule } from './rule-target';
import { termsOf } from './terms';
import { MAX_JWT_BYTES } from './verify-jwt';

/**
 * The token of a workload whose JWT has just been verified against this rule; see `exchangeJwt`. What
 * the rule says now is asked again, for it may have changed meanwhile.
 */
export const mintForWorkload = defineCommand({
  operation: 'tokens.exchange',
  summary: 'Exchange a workload’s JWT for a token',
  input: z.object({
    rule: z.string().max(100),
    /** Verified, as JSON: they are of any shape. */
    claims: z.string().max(MAX_JWT_BYTES),
    /** What the JWT is remembered by. */
    jwtSha256: z.string().length(64),
    asked: z.string().max(200),
    scopes: z.array(z.string().min(1).max(200)).max(200).optional(),
  }),
  output: z.object({ token: tokenViewSchema, expiresIn: z.number(), secret: z.string() }),
  target: ({ db, input }) => holdTrustRule(db, input.rule),
  async admit({ tx, actor, input, target, made }) {
    const { rule, row: group, identity } = target;
    const closed = refuseFrozen(actor, group) ?? (await refuseWaiting(tx, target));
    if (closed) return closed;
    const now = (await readClockMs(tx)) / 1_000;
    const failure = checkClaims(readClaims(input), termsOf(rule), now);
    if (failure) return refuse('conflict', 'rule_changed', `The terms of ${rule.name} changed.`);
    if (identity.state !== 'active') {
      return refuse('conflict', 'identity_suspended', `${identity.name} is suspended.`);
    }
    if (!(await hasLivingMembership(tx, group.id, identity.id))) {
      return refuse('conflict', 'membership_ended', `${identity.name} is not in ${group.name}.`);
    }
    return made === null ? null : refuseEndedToken(tx, made.token.id);
  },
  async run({ tx, actor, input, target, request, secretBytes }) {
    const { rule, row: group, identity } = target;
    const claims = readClaims(input);
    const exp = Number(claims.exp);
    const spent = await tx
      .insert(spentJwts)
      .values({
        issuer: rule.issuer,
        jwtSha256: input.jwtSha256,
        expiresAt: sql`to_timestamp(${exp + LEEWAY_SECONDS})`,
      })
      .onConflictDoNothing()
      .returning();
    if (spent.length === 0) {
      return refuse('conflict', 'jwt_replayed', 'This JWT was exchanged before.');
    }
    const scopeIds = await scopesFor(tx, target, input.scopes);
    if (isRefusal(scopeIds)) return scopeIds;
    const ttlSeconds = await lifetime(tx, { rule, group, exp });
    const token = await mint(
      tx,
      actor,
      {
        ...{ identity, groupId: group.id, name: rule.name, ttlSeconds, scopeIds },
        allowedCidrs: [],
      },
      secretBytes,
    );
    const { id: ruleId, name: ruleName, issuer } = rule;
    await tx.insert(workloadTokens).values({ tokenId: token.id, ruleId, ruleName, issuer, claims });
    await tx.update(trustRules).set({ lastUsedAt: sql`now()` }).where(eq(trustRules.id, ruleId));
    await recordAttempt(tx, {
      ...{ outcome: 'minted', reason: 'minted', isSigned: true, asked: input.asked, request },
      ...{ rule, claims, mismatches: [], tokenId: token.id },
    });
    return {
      value: { token, expiresIn: ttlSeconds },
      audit: {
        target: { type: 'token', id: token.id, name: token.name },
        after: {
          ...{ rule: ruleId, ruleSlug: rule.slug, issuer, subject: String(claims.sub ?? '') },
          ...{ identity: identity.id, identityName: identity.name, group: group.slug },
          ...{ kind: token.kind, expiresAt: token.expiresAt, scopes: token.scopes },
        },
        // A verifier may remember that this hash was unknown.
        affects: [token.id],
      },
    };
  },
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

const readClaims = ({ claims }: { readonly claims: string }) => JSON.parse(claims) as JsonObject;

/** Of what the rule gives, what was asked for; null where that is all the group has. */
async function scopesFor(
  tx: Transaction,
  { rule, row: group }: HeldRule,
  asked: readonly string[] | undefined,
): Promise<string[] | null | Refusal> {
  const given = rule.restricted
    ? await tx
        .select({ id: trustRuleScopes.scopeId })
        .from(trustRuleScopes)
        .where(eq(trustRuleScopes.ruleId, rule.id))
    : null;
  const ids = given?.map(({ id }) => id) ?? null;
  if (asked === undefined) return ids;
  const found = await findGroupScopes(tx, group.id, asked);
  const wanted = isRefusal(found) ? null : (found ?? []).map(({ id }) => id);
  if (!wanted || (ids && !wanted.every((id) => ids.includes(id)))) {
    return refuse('conflict', 'scope_not_in_rule', `${rule.name} does not give these scopes.`);
  }
  return wanted;
}

/**
 * Seconds until the first of what ends: the rule's lifetime, the group's maximum, the JWT; but a JWT
 * in its last minute still gives the shortest token there is.
 */
async function lifetime(
  tx: Transaction,
  { rule, group, exp }: Pick<HeldRule, 'rule'> & { group: HeldRule['row']; exp: number },
): Promise<number> {
  const left = Math.floor(exp - (await readClockMs(tx)) / 1_000);
  return Math.min(rule.ttlSeconds, group.maxTtlSeconds, Math.max(left, MIN_LIFETIME_SECONDS));
}
