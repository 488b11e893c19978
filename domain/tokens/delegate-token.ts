import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { refuseUnseenSecret } from '@/domain/authority/provisions-administrators';
import type { Actor } from '@/domain/base/actor';
import { label, reference } from '@/domain/base/input';
import { isRefusal, notFound, type Refusal } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand, type Outcome } from '@/domain/commands/define';
import { cidrList } from '@/domain/decision/cidr-input';
import { lesserOf } from './lesser';
import { type LineageTarget, loadLineage } from './lineage';
import {
  permitDelegation,
  refuseDelegation,
  refuseHandingOut,
  refuseHeldDelegation,
} from './may-delegate';
import { mint } from './mint';
import { DELEGATED_SECONDS, MAX_LIFETIME_SECONDS, MIN_LIFETIME_SECONDS } from './token-facts';
import { tokenRules } from './token-rules';
import { type TokenView, tokenViewSchema } from './token-view';

const delegationInput = {
  /** Who acts with it: an agent, a step of a job. */
  actsAs: label(),
  /** Names of scopes (`invoices:read` or `billing/invoices:read`); all that the token has where left out. */
  scopes: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
  /** An hour where it isn't said; never longer than the token itself. */
  ttlSeconds: z.number().int().min(MIN_LIFETIME_SECONDS).max(MAX_LIFETIME_SECONDS).optional(),
  /** The one API it is good for. */
  api: reference().optional(),
  allowedCidrs: cidrList().optional(),
};
export type Delegation = z.output<z.ZodObject<typeof delegationInput>>;

const output = z.object({ token: tokenViewSchema, secret: z.string() });

/**
 * Makes a child of a token: the same identity in the same group, with fewer scopes, for less long. It is
 * cut down by everything above it whenever it is used, and ends with it.
 */
export const delegateToken = defineCommand({
  operation: 'tokens.delegate',
  summary: 'Make a lesser token from a token',
  http: { method: 'POST', path: '/tokens/{token}/delegate', status: 201 },
  input: z.object({ token: z.string().max(100), ...delegationInput }),
  output,
  target: ({ db, input }) => loadLineage(db, input.token),
  permit: (actor, target) => permitDelegation(actor, target),
  refusal: tokenRules.delegate,
  view: ({ target }) => target.shown,
  admit: async ({ tx, actor, input, target, made }) =>
    (await refuseUnseenSecret(tx, actor, target.ofIdentity)) ??
    (await refuseDelegation(tx, target, made)) ??
    refuseHandingOut(tx, actor, input, target),
  run: ({ tx, actor, input, target, secretBytes }) =>
    delegate(tx, actor, input, target, secretBytes),
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

/** The same by the token's holder, with the token itself: open to every living token. */
export const delegateOwnToken = defineCommand({
  operation: 'tokens.delegateSelf',
  summary: 'Make a lesser token from the one this request is made with',
  http: { method: 'POST', path: '/tokens/self/delegate', status: 201 },
  isOpen: true,
  input: z.object(delegationInput),
  output,
  async target({ db, actor }) {
    if (actor.kind !== 'bearer') return notFound('token');
    return loadLineage(db, actor.via.id);
  },
  // Not declared as its refusal: no page shows it.
  admit: async ({ tx, actor, target, made }) =>
    tokenRules.delegate(actor, target.shown) ??
    (await refuseHeldDelegation(tx, target)) ??
    refuseDelegation(tx, target, made),
  run: ({ tx, actor, input, target, secretBytes }) =>
    delegate(tx, actor, input, target, secretBytes),
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

async function delegate(
  tx: Transaction,
  actor: Actor,
  input: Delegation,
  target: LineageTarget,
  secretBytes: Buffer,
): Promise<Refusal | Outcome<{ token: TokenView }>> {
  const { row, ofIdentity: identity, ofGroup: group } = target;
  const lesser = await lesserOf(tx, target, input);
  if (isRefusal(lesser)) return lesser;
  const token = await mint(
    tx,
    actor,
    {
      ...{ identity, groupId: group.id, name: input.actsAs, ...lesser },
      ttlSeconds: Math.min(input.ttlSeconds ?? DELEGATED_SECONDS, group.maxTtlSeconds),
      child: { of: row, actsAs: input.actsAs, onlyApiId: lesser.onlyApiId },
    },
    secretBytes,
  );
  return {
    value: { token },
    audit: {
      target: { type: 'token', id: token.id, name: token.name },
      after: {
        ...{ parent: row.id, parentName: row.name, actsAs: token.actsAs },
        ...{ identity: identity.id, identityName: identity.name, group: group.slug },
        ...{ kind: token.kind, expiresAt: token.expiresAt, scopes: token.scopes },
        ...{ api: token.onlyApi?.slug ?? null, allowedCidrs: token.allowedCidrs },
      },
      // A verifier may remember that this hash was unknown.
      affects: [token.id],
    },
  };
}
