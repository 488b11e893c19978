import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { rightOver } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { prose, reference } from '@/domain/base/input';
import { invalid, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { endSessions } from '@/domain/credentials/end-sessions';
import { voidLinksMadeBy, voidSetupLinks } from '@/domain/credentials/void-setup-links';
import { type IdentityTarget, loadIdentityTarget } from '@/domain/targets/find-identity';
import { markRevoked } from '@/domain/tokens/mark-revoked';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { identityViewSchema, readIdentityView } from './identity-view';
import { tokensMadeBy } from './made-for-others';
import { permitOwners } from './permit-owners';
import { markSuspended, suspendIdentity } from './suspend-identity';

/**
 * Revokes every token and ends every session an identity holds: the lost laptop. Links it made for
 * others end with it; the tokens it made for others end where they are named.
 */
export const stopIdentity = defineCommand({
  operation: 'identities.stop',
  summary: 'Revoke all tokens and end all sessions of a person or service account',
  http: { method: 'POST', path: '/identities/{identity}/stop' },
  input: z.object({
    identity: reference(),
    reason: prose().optional(),
    /** Ids of tokens it created for others, as `identities.listMade` tells them. */
    alsoRevoke: z.array(z.string().max(100)).max(500).default([]),
    /** Suspends the account in the same change; one that is suspended stays so. */
    suspend: z.boolean().default(false),
  }),
  output: z.object({
    identity: identityViewSchema,
    revokedTokens: z.number(),
    endedSessions: z.number(),
    /** Tokens of others, revoked by `alsoRevoke`. */
    alsoRevokedTokens: z.number(),
    /** One-time links made for others that stop working. */
    voidedLinks: z.number(),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  permit: (actor, target) => permitOwners(actor, target),
  async run({ tx, actor, input, target, request }) {
    const { row } = target;
    const refusal = await refuseAlsoRevoke(tx, actor, row, input.alsoRevoke);
    if (refusal) return refusal;
    const suspends = input.suspend && row.state === 'active';
    const kept = suspends ? await suspendWith(tx, actor, target, request) : null;
    if (kept) return kept;
    const reason = input.reason || 'everything stopped';
    const ids = await markRevoked(tx, actor, eq(tokens.identityId, row.id), reason);
    const named = inArray(tokens.id, [...input.alsoRevoke, '']);
    const alsoRevoked = await markRevoked(tx, actor, named, reason);
    const voidedSetupLinks = await voidSetupLinks(tx, row.id);
    const voidedLinks = await voidLinksMadeBy(tx, row.id);
    const endedSessions = await endSessions(tx, row.id);
    return {
      value: {
        identity: await readIdentityView(tx, actor, row.id),
        revokedTokens: ids.length,
        endedSessions,
        alsoRevokedTokens: alsoRevoked.length,
        voidedLinks: voidedLinks.length,
      },
      audit: {
        after: {
          revokedTokens: ids,
          alsoRevokedTokens: alsoRevoked,
          endedSessions,
          ...(suspends && { suspended: true }),
          voidedSetupLinks,
          voidedLinksForOthers: voidedLinks,
        },
        reason: input.reason,
        affects: [row.id, ...ids, ...alsoRevoked],
      },
    };
  },
});

/** The account as well, by the right to suspend and as long as an administrator stays. */
async function suspendWith(
  tx: Transaction,
  actor: Actor,
  target: IdentityTarget,
  request: RequestOrigin,
): Promise<Refusal | null> {
  const may =
    rightOver(actor, suspendIdentity.operation, target) !== false ||
    permitOwners(actor, target) !== false;
  if (!may) {
    return refuse('forbidden', 'not_granted', `You do not hold ${suspendIdentity.operation}.`);
  }
  return markSuspended(tx, { actor, request }, target.id);
}

/** Stopping somebody is no way to revoke what they did not make, or what the actor may not revoke. */
async function refuseAlsoRevoke(
  tx: Transaction,
  actor: Actor,
  maker: { id: string; name: string },
  ids: readonly string[],
): Promise<Refusal | null> {
  if (ids.length === 0) return null;
  const made = await tx
    .select()
    .from(tokens)
    .where(and(tokensMadeBy(maker.id), inArray(tokens.id, [...ids])));
  const byId = new Map(made.map((token) => [token.id, token]));
  for (const [index, id] of ids.entries()) {
    const token = byId.get(id);
    if (!token) {
      const message = `${maker.name} created no living token ${id} for somebody else.`;
      return invalid(`alsoRevoke.${index}`, message);
    }
    const { name, groupId, identityId } = token;
    const target = { type: 'token' as const, id, name, groupIds: [groupId], identityId };
    if (rightOver(actor, revokeToken.operation, target) === false) {
      return refuse('forbidden', 'not_granted', `You do not hold ${revokeToken.operation}.`);
    }
  }
  return null;
}
