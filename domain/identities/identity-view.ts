import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships, serviceOwners } from '@/db/schema/groups';
import { identities, passwords, sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { subquery } from '@/db/subquery';
import { controlsKeyward } from '@/domain/authority/controls-keyward';
import { isKnownGroup } from '@/domain/authority/known-groups';
import { reachOf } from '@/domain/authority/reach';
import { tokensWithin } from '@/domain/authority/tokens-within';
import type { Actor } from '@/domain/base/actor';
import { instantText, toInstantText } from '@/domain/base/instant';
import { hasFactor } from '@/domain/credentials/session-standing';

export const identityViewSchema = z.object({
  id: z.string(),
  type: z.enum(['person', 'service']),
  name: z.string(),
  email: z.string().nullable(),
  slug: z.string().nullable(),
  state: z.enum(['active', 'suspended']),
  /** Living memberships in groups the reader may know of. */
  groups: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      role: z.enum(['member', 'lead']),
      /** Whether it holds rights on the control plane itself. */
      controlsKeyward: z.boolean(),
    }),
  ),
  /** The group that a service account belongs to, where the reader may know of it. */
  owner: z.object({ id: z.string(), slug: z.string(), name: z.string() }).nullable(),
  /** Tokens within the reader's reach. */
  liveTokenCount: z.number(),
  openSessionCount: z.number(),
  hasPassword: z.boolean(),
  /** A passkey or an authenticator app. */
  hasSecondFactor: z.boolean(),
  lastSeenAt: instantText().nullable(),
  createdAt: instantText(),
});
export type IdentityView = z.output<typeof identityViewSchema>;

/** Selects identities as this actor may see them; add `where`, `orderBy` and `limit`. */
export const selectIdentities = (db: Queryable, actor: Actor) =>
  db
    .select({
      identity: identities,
      groups: subquery<IdentityView['groups']>(sql`coalesce((select jsonb_agg(jsonb_build_object(
          'id', ${groups.id}, 'slug', ${groups.slug}, 'name', ${groups.name}, 'role', ${memberships.role},
          'controlsKeyward', ${controlsKeyward(groups.id)})
          order by ${groups.slug})
        from ${memberships} join ${groups} on ${groups.id} = ${memberships.groupId}
        where ${memberships.identityId} = ${identities.id} and ${isKnownGroup(actor, groups.id)}
        and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now())), '[]')`),
      owner: subquery<IdentityView['owner']>(sql`(select jsonb_build_object(
          'id', ${groups.id}, 'slug', ${groups.slug}, 'name', ${groups.name})
        from ${serviceOwners} join ${groups} on ${groups.id} = ${serviceOwners.groupId}
        where ${serviceOwners.identityId} = ${identities.id} and ${isKnownGroup(actor, groups.id)})`),
      liveTokenCount: subquery<number>(sql`(select count(*)::int from ${tokens}
        where ${tokens.identityId} = ${identities.id} and ${tokens.state} = 'active'
        and ${tokensWithin(reachOf(actor, 'tokens.list')) ?? sql`true`}
        and ${tokens.expiresAt} > now() and (${tokens.retiresAt} is null or ${tokens.retiresAt} > now()))`),
      openSessionCount: subquery<number>(sql`(select count(*)::int from ${sessions}
        where ${sessions.identityId} = ${identities.id} and ${sessions.endedAt} is null and ${sessions.expiresAt} > now())`),
      hasPassword: subquery<boolean>(
        sql`exists (select 1 from ${passwords} where ${passwords.identityId} = ${identities.id})`,
      ),
      hasSecondFactor: subquery<boolean>(hasFactor),
      lastSeenAt: subquery<
        string | null
      >(sql`(select to_char(max(${sessions.lastSeenAt}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        from ${sessions} where ${sessions.identityId} = ${identities.id})`),
    })
    .from(identities);

type IdentityRow = Awaited<ReturnType<typeof selectIdentities>>[number];

export function toIdentityView({ identity, ...rest }: IdentityRow): IdentityView {
  const { id, type, name, email, slug, state } = identity;
  return {
    id,
    type,
    name,
    email,
    slug,
    state,
    ...rest,
    createdAt: toInstantText(identity.createdAt),
  };
}

export async function readIdentityView(
  db: Queryable,
  actor: Actor,
  identityId: string,
): Promise<IdentityView> {
  const [row] = await selectIdentities(db, actor).where(eq(identities.id, identityId));
  if (!row) throw new Error(`identity ${identityId} vanished`);
  return toIdentityView(row);
}
