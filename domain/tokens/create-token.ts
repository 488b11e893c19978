import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { type groups, memberships } from '@/db/schema/groups';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import {
  controlPlaneOperationsOfGroup,
  controlPlaneOperationsOfScopes,
  refuseEscalation,
} from '@/domain/authority/escalation';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { label, reference } from '@/domain/base/input';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { hashTokenSecret, tokenHint, tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand } from '@/domain/commands/define';
import { cidrList } from '@/domain/decision/cidr-input';
import { hasPassed } from '@/domain/decision/clock';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { permitMinting, refuseFrozen } from './minting-right';
import { findGroupScopes } from './restriction';
import { MAX_LIFETIME_SECONDS, MIN_LIFETIME_SECONDS } from './token-facts';
import { readTokenView, tokenViewSchema } from './token-view';

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
    return { ...group, identity: isRefusal(found) ? null : found };
  },
  permit: (actor, target) => permitMinting(actor, target),
  refusal: refuseFrozen,
  view: ({ target: { row } }) => row,
  async admit({ tx, actor, input, target, made }) {
    const { row: group, identity } = target;
    const isMember = identity !== null && (await hasLivingMembership(tx, group.id, identity.id));
    if (!isMember) {
      return invalid('identity', `“${input.identity}” is not a member of ${group.name}.`);
    }
    if (identity.type === 'person' && identity.id !== actor.id) {
      return refuse(
        'forbidden',
        'personal_token',
        `Only ${identity.name} creates tokens that act as ${identity.name}: service accounts are for the rest.`,
      );
    }
    if (identity.state !== 'active') {
      return refuse('conflict', 'identity_suspended', `${identity.name} is suspended.`);
    }
    if (input.ttlSeconds !== undefined && input.ttlSeconds > group.maxTtlSeconds) {
      return invalid(
        'ttlSeconds',
        `${group.name} allows at most ${group.maxTtlSeconds} seconds; ${input.ttlSeconds} were asked for.`,
      );
    }
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    const escalation = await refuseMintingEscalation(tx, actor, group, restriction);
    return escalation ?? (made === null ? null : refuseEndedToken(tx, made.token.id));
  },
  async run({ tx, actor, input, target, secretBytes }) {
    const { row: group, identity } = target;
    if (identity === null) throw new Error('a token needs an identity: admit has let none through');
    const restriction = await findGroupScopes(tx, group.id, input.scopes);
    if (isRefusal(restriction)) return restriction;
    const kind = identity.type === 'person' ? 'personal' : 'service';
    const secret = tokenSecretFromBytes(kind, secretBytes);
    const { first4, last4 } = tokenHint(secret);
    const id = newId('token');
    await tx.insert(tokens).values({
      id,
      kind,
      identityId: identity.id,
      identityType: identity.type,
      groupId: group.id,
      familyId: newId('family'),
      name: input.name,
      secretSha256: hashTokenSecret(secret),
      first4,
      last4,
      restricted: restriction !== null,
      allowedCidrs: input.allowedCidrs ?? [],
      expiresAt: sql`now() + make_interval(secs => ${input.ttlSeconds ?? group.defaultTtlSeconds})`,
      createdBy: actor.id,
      createdByName: actor.name,
    });
    if (restriction) {
      await tx
        .insert(tokenScopes)
        .values(restriction.map((scope) => ({ tokenId: id, scopeId: scope.id })));
    }
    const token = await readTokenView(tx, id);
    return {
      value: { token },
      audit: {
        target: { type: 'token', id, name: token.name },
        after: {
          identity: identity.id,
          identityName: identity.name,
          group: group.slug,
          kind,
          expiresAt: token.expiresAt,
          scopes: token.scopes,
          allowedCidrs: token.allowedCidrs,
        },
        // A verifier may remember that this hash was unknown.
        affects: [id],
      },
    };
  },
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

/** A secret is not told again once its token has ended. */
async function refuseEndedToken(tx: Transaction, id: string): Promise<Refusal | null> {
  const goesOn = sql<boolean>`least(${tokens.expiresAt}, ${tokens.retiresAt}) > clock_timestamp()`;
  const lives = and(eq(tokens.id, id), eq(tokens.state, 'active'), goesOn);
  return (await tx.$count(tokens, lives)) > 0
    ? null
    : refuse('conflict', 'token_ended', 'The token that this request made has ended since.');
}

/** Keeps the membership until the command commits: it can't end between this look and the token. */
async function hasLivingMembership(
  tx: Transaction,
  groupId: string,
  identityId: string,
): Promise<boolean> {
  const [membership] = await tx
    .select({ ended: hasPassed(memberships.expiresAt) })
    .from(memberships)
    .where(and(eq(memberships.groupId, groupId), eq(memberships.identityId, identityId)))
    .for('share');
  return membership?.ended === false;
}

async function refuseMintingEscalation(
  tx: Transaction,
  actor: Actor,
  group: typeof groups.$inferSelect,
  restriction: readonly { id: string }[] | null,
): Promise<Refusal | null> {
  const handedOut = restriction
    ? await controlPlaneOperationsOfScopes(
        tx,
        restriction.map((scope) => scope.id),
      )
    : await controlPlaneOperationsOfGroup(tx, group.id);
  return refuseEscalation(actor, handedOut, `A token in ${group.name}`);
}
