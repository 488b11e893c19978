import { z } from 'zod';
import { controlPlaneOperationsOfGroup } from '@/domain/authority/escalation';
import { tokensNeedSecondPerson } from '@/domain/authority/provisions-administrators';
import { label, reference } from '@/domain/base/input';
import { invalid, isRefusal } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand } from '@/domain/commands/define';
import { cidrList } from '@/domain/decision/cidr-input';
import { underCeilings } from '@/domain/policy/effective';
import { liesWithin } from '@/domain/policy/lies-within';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { awaitApproval } from './await-approval';
import {
  hasLivingMembership,
  refuseActingFor,
  refuseEndedToken,
  refuseMintingEscalation,
} from './may-mint';
import { mint } from './mint';
import { permitMinting, refuseFrozen } from './minting-right';
import { findGroupScopes } from './restriction';
import { MAX_LIFETIME_SECONDS, MIN_LIFETIME_SECONDS } from './token-facts';
import { tokenViewSchema } from './token-view';

const notANumber = ({ code }: { code: string }) =>
  code === 'invalid_type' ? 'Write the lifetime as a number of seconds.' : undefined;

/**
 * Mints a token in one group for a service account, or for the person who asks; the answer is the only
 * place its secret appears.
 */
export const createToken = defineCommand({
  operation: 'tokens.create',
  summary: 'Create a token',
  http: { method: 'POST', path: '/tokens', status: 201 },
  input: z.object({
    identity: reference(),
    group: reference(),
    name: label(),
    /** Scope names (`invoices:read` or `billing/invoices:read`) to cut the token down to. */
    scopes: z.array(z.string().min(1).max(200)).min(1).max(200).optional(),
    ttlSeconds: z
      .number({ error: notANumber })
      .int()
      .min(MIN_LIFETIME_SECONDS)
      .max(MAX_LIFETIME_SECONDS)
      .optional(),
    allowedCidrs: cidrList().optional(),
  }),
  output: z.object({ token: tokenViewSchema, secret: z.string() }),
  async target({ db, input }) {
    // Both keep their state until commit. Shared locks would let a loop of mints hold up whoever
    // freezes the group or stops the identity for ever; these are granted in turn.
    const group = await loadGroupTarget(db, input.group, 'no key update');
    if (isRefusal(group)) return group;
    const found = await findIdentity(db, input.identity, 'no key update');
    // Nobody by that name is told only to whom may mint, in the words for somebody outside the group.
    const ceilings = await readCeilings(db);
    const row = underCeilings(group.row, ceilings);
    return { ...group, row, ceilings, identity: isRefusal(found) ? null : found };
  },
  permit: (actor, target) => permitMinting(actor, target),
  refusal: refuseFrozen,
  view: ({ target: { row } }) => row,
  // A token is asked for no proof afterwards: whoever makes one that controls Keyward proves it now.
  needsProofFor: async ({ tx, target: { row } }) =>
    (await controlPlaneOperationsOfGroup(tx, row.id)).length > 0,
  async admit({ tx, actor, input, target, made }) {
    const { row: group, identity } = target;
    const isMember = identity !== null && (await hasLivingMembership(tx, group.id, identity.id));
    if (!isMember) {
      return invalid('identity', `“${input.identity}” is not a member of ${group.name}.`);
    }
    const acting = refuseActingFor(actor, identity);
    if (acting) return acting;
    if (input.ttlSeconds !== undefined && input.ttlSeconds > group.maxTtlSeconds) {
      return invalid(
        'ttlSeconds',
        `${group.name} allows at most ${group.maxTtlSeconds} seconds; ${input.ttlSeconds} were asked for.`,
      );
    }
    for (const allowed of [group.allowedCidrs, target.ceilings.allowedCidrs]) {
      if (await liesWithin(tx, input.allowedCidrs ?? [], allowed)) continue;
      const list = allowed.join(', ');
      return invalid('allowedCidrs', `${group.name} allows only addresses in ${list}.`);
    }
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    const escalation = await refuseMintingEscalation(
      tx,
      actor,
      group,
      restriction?.map((scope) => scope.id) ?? null,
    );
    return escalation ?? (made === null ? null : refuseEndedToken(tx, made.token.id));
  },
  async run({ tx, actor, input, target, secretBytes }) {
    const { row: group, identity } = target;
    if (identity === null) throw new Error('a token needs an identity: admit has let none through');
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    const minted = await mint(
      tx,
      actor,
      {
        ...{ identity, groupId: group.id, name: input.name },
        ttlSeconds: input.ttlSeconds ?? group.defaultTtlSeconds,
        scopeIds: restriction?.map((scope) => scope.id) ?? null,
        allowedCidrs: input.allowedCidrs ?? [],
      },
      secretBytes,
    );
    const awaits =
      (minted.kind === 'service' && group.approveServiceTokens) ||
      (await tokensNeedSecondPerson(tx, identity.id));
    const token = awaits ? await awaitApproval(tx, actor, minted.id, group) : minted;
    return {
      value: { token },
      audit: {
        target: { type: 'token', id: token.id, name: token.name },
        after: {
          identity: identity.id,
          identityName: identity.name,
          group: group.slug,
          kind: token.kind,
          expiresAt: token.expiresAt,
          scopes: token.scopes,
          allowedCidrs: token.allowedCidrs,
          ...(awaits && { approval: token.approval }),
        },
        // A verifier may remember that this hash was unknown.
        affects: [token.id],
      },
    };
  },
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});
