import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { tellOfPrivileged } from '@/domain/authority/tell-privileged';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import type { RequestOrigin } from '@/domain/base/context';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { findIdentity, type IdentityRow } from '@/domain/targets/find-identity';
import { type GroupTarget, loadGroupTarget } from '@/domain/targets/group-target';
import { revokeOfMembers } from '@/domain/tokens/mark-revoked';
import { loadProvider, type ProviderRow } from './provider-target';
import { MAX_GROUP_ID } from './received-groups';
import { SIGN_ON_REASONS } from './sso-facts';
import type { Wanted } from './wanted-memberships';

/**
 * Sets one membership to what a provider claims at a sign-in: makes it, changes it, or ends it with its
 * tokens. Memberships of another source are not touched.
 */
export const syncMembership = defineCommand({
  operation: 'memberships.sync',
  summary: 'Set a membership to what a provider claims',
  input: z.object({
    group: z.string().max(100),
    provider: z.string().max(100),
    identity: z.string().max(100),
    /** Null where it ends. */
    role: z.enum(['member', 'lead']).nullable(),
    endsAfterSeconds: z.number().int().positive().nullable().default(null),
    /** The provider's groups that lead to it. */
    claimed: z.array(z.string().max(MAX_GROUP_ID)).default([]),
  }),
  output: z.object({ revokedTokens: z.number() }),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, actor, input, target, request }) {
    const provider = await loadProvider(tx, input.provider);
    if (isRefusal(provider)) return provider;
    const identity = await findIdentity(tx, input.identity);
    if (isRefusal(identity)) return identity;
    const here = isOf(target, identity);
    const [found] = await tx
      .select({ row: memberships, isOver: hasPassed(memberships.expiresAt) })
      .from(memberships)
      .where(here);
    if (found && (found.row.source !== 'sso' || found.row.sourceId !== provider.id)) {
      return refuse('conflict', 'managed_membership', `${target.name} is given by another source.`);
    }
    const { role, endsAfterSeconds, claimed } = input;
    const wanted = role && { role, endsAfterSeconds };
    const made = { target, identity, provider: provider.row, wanted, request };
    const revoked = await set(tx, actor, made, found);
    if (target.row.slug === ADMINISTRATORS && found) {
      const refused = await refuseWithoutAdministrator(tx, {
        actor,
        request,
      });
      if (refused) return { ...refused, message: SIGN_ON_REASONS.last_administrator };
    }
    const [after] = await tx.select().from(memberships).where(here);
    return {
      value: { revokedTokens: revoked.length },
      audit: {
        ...(found && { before: { member: identity.id, name: identity.name, ...told(found.row) } }),
        after: {
          ...{ member: identity.id, name: identity.name, source: `sso:${provider.row.slug}` },
          ...(after && told(after)),
          ...(wanted && { claimed }),
          revokedTokens: revoked,
        },
        reason: wanted
          ? `${provider.row.name} claims ${claimed.join(', ')}`
          : `${provider.row.name} no longer claims a group that leads here`,
        affects: [identity.id, ...revoked],
      },
    };
  },
});

const told = ({ role, expiresAt }: typeof memberships.$inferSelect) => ({
  ...{ role, expiresAt: expiresAt?.toISOString() ?? null },
});

const isOf = ({ id }: GroupTarget, identity: IdentityRow) =>
  and(eq(memberships.groupId, id), eq(memberships.identityId, identity.id));

interface Change {
  readonly target: GroupTarget;
  readonly identity: IdentityRow;
  readonly provider: ProviderRow;
  readonly wanted: Pick<Wanted, 'role' | 'endsAfterSeconds'> | null;
  readonly request: RequestOrigin;
}

/** One that had passed its end is a new one: what died with the old one stays dead. @returns ids of revoked tokens */
async function set(
  tx: Transaction,
  actor: Actor,
  { target, identity, provider, wanted, request }: Change,
  found: { readonly isOver: boolean } | undefined,
): Promise<string[]> {
  const here = isOf(target, identity);
  const ends = wanted === null || found?.isOver === true;
  const revoked = found && ends ? await revokeOfMembers(tx, actor, target.id, [identity.id]) : [];
  if (found && ends) await tx.delete(memberships).where(here);
  if (wanted === null) return revoked;
  const { role, endsAfterSeconds } = wanted;
  const end = sql<Date>`clock_timestamp() + make_interval(secs => ${endsAfterSeconds})`;
  const now = { role, expiresAt: endsAfterSeconds === null ? null : end };
  if (found && !ends) {
    await tx.update(memberships).set(now).where(here);
    return revoked;
  }
  await tx.insert(memberships).values({
    ...{ groupId: target.id, identityId: identity.id, ...now },
    ...{ source: 'sso', sourceId: provider.id, addedBy: provider.id, addedByName: provider.name },
  });
  const group = { id: target.id, name: target.row.name };
  await tellOfPrivileged(tx, group, [identity], { by: provider.name, request });
  return revoked;
}
