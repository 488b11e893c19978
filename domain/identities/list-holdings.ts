import { and, asc, desc, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { destinations } from '@/db/schema/destinations';
import { groups, memberships, serviceOwners } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { webhooks } from '@/db/schema/webhooks';
import { trustRules } from '@/db/schema/workloads';
import { subquery } from '@/db/subquery';
import { reference } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { tokensMadeBy } from './made-for-others';

const MOST = 200;
const named = z.object({ id: z.string(), name: z.string() });
const inGroup = z.object({ id: z.string(), slug: z.string(), name: z.string() });

/** What somebody who leaves holds, what stops with it, and what they set up; the newest 200 of each. */
export const listHoldings = defineQuery({
  operation: 'identities.listHoldings',
  summary: 'List what a person or service account holds, and what would stop with it',
  http: { method: 'GET', path: '/identities/{identity}/holdings' },
  input: z.object({ identity: reference() }),
  output: z.object({
    memberships: z.array(
      z.object({
        group: inGroup,
        role: z.enum(['member', 'lead']),
        source: z.enum(['manual', 'sso', 'scim']),
        expiresAt: instantText().nullable(),
        /** Nobody else who is active leads the group. */
        onlyLead: z.boolean(),
      }),
    ),
    /** Tokens of theirs used in the last 30 days: what uses them breaks. */
    usedTokens: z.array(
      named.extend({
        last4: z.string(),
        group: inGroup,
        lastUsedAt: instantText(),
        lastIp: z.string().nullable(),
      }),
    ),
    /** Accounts that they look after: of a group that they lead, or of no group, with a token they made. */
    serviceAccounts: z.array(
      named.extend({
        owner: inGroup.nullable(),
        /** Which they can be handed over to. */
        groups: z.array(inGroup),
      }),
    ),
    /** What they set up for everybody. It goes on without them. */
    trustRules: z.array(named),
    /** Trust rules that they were the second person for. */
    approvedTrustRules: z.array(named),
    webhooks: z.array(named),
    destinations: z.array(named),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity, false),
  async run({ db, target: { id } }) {
    const held = await heldMemberships(db, id);
    const used = await usedTokens(db, id);
    const rule = { id: trustRules.id, name: trustRules.name };
    return {
      memberships: held.map(({ expiresAt, ...rest }) => ({
        ...rest,
        expiresAt: toInstantTextOrNull(expiresAt),
      })),
      usedTokens: used.map(({ lastUsedAt, ...rest }) => ({
        ...rest,
        lastUsedAt: toInstantText(lastUsedAt),
      })),
      trustRules: await db
        .select(rule)
        .from(trustRules)
        .where(eq(trustRules.createdBy, id))
        .orderBy(desc(trustRules.createdAt))
        .limit(MOST),
      approvedTrustRules: await db
        .select(rule)
        .from(trustRules)
        .where(eq(trustRules.approvedBy, id))
        .orderBy(desc(trustRules.createdAt))
        .limit(MOST),
      serviceAccounts: await servicesInTheCareOf(db, id),
      webhooks: await db
        .select({ id: webhooks.id, name: webhooks.name })
        .from(webhooks)
        .where(eq(webhooks.createdBy, id))
        .orderBy(desc(webhooks.createdAt))
        .limit(MOST),
      destinations: await db
        .select({ id: destinations.id, name: destinations.name })
        .from(destinations)
        .where(eq(destinations.createdBy, id))
        .orderBy(desc(destinations.createdAt))
        .limit(MOST),
    };
  },
});

const group = { id: groups.id, slug: groups.slug, name: groups.name };

const heldMemberships = (db: Queryable, id: string) =>
  db
    .select({
      group,
      role: memberships.role,
      source: memberships.source,
      expiresAt: memberships.expiresAt,
      onlyLead: subquery<boolean>(sql`(${memberships.role} = 'lead' and not exists (
        select 1 from ${memberships} as other join ${identities} as who on who.id = other.identity_id
        where other.group_id = ${groups.id} and other.identity_id <> ${id} and other.role = 'lead'
        and who.state = 'active' and (other.expires_at is null or other.expires_at > now())))`),
    })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(and(eq(memberships.identityId, id), sql`not ${hasPassed(memberships.expiresAt)}`))
    .orderBy(asc(groups.slug))
    .limit(MOST);

const usedTokens = (db: Queryable, id: string) =>
  db
    .select({
      ...{ id: tokens.id, name: tokens.name, last4: tokens.last4, group },
      lastUsedAt: tokenUsage.lastUsedAt,
      lastIp: tokenUsage.lastIp,
    })
    .from(tokens)
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .innerJoin(tokenUsage, eq(tokenUsage.tokenId, tokens.id))
    .where(
      and(
        eq(tokens.identityId, id),
        ne(tokens.state, 'revoked'),
        sql`${tokenUsage.lastUsedAt} > now() - interval '30 days'`,
      ),
    )
    .orderBy(desc(tokenUsage.lastUsedAt))
    .limit(MOST);

const servicesInTheCareOf = (db: Queryable, id: string) => {
  const led = db
    .select({ id: memberships.groupId })
    .from(memberships)
    .where(and(eq(memberships.identityId, id), eq(memberships.role, 'lead')));
  const minted = db.select({ id: tokens.identityId }).from(tokens).where(tokensMadeBy(id));
  const line = sql`jsonb_build_object('id', ${groups.id}, 'slug', ${groups.slug}, 'name', ${groups.name})`;
  return db
    .select({
      ...{ id: identities.id, name: identities.name },
      owner: subquery<z.output<typeof inGroup> | null>(
        sql`(select ${line} from ${groups} where ${groups.id} = ${serviceOwners.groupId})`,
      ),
      groups: subquery<z.output<typeof inGroup>[]>(
        sql`coalesce((select jsonb_agg(${line} order by ${groups.slug})
          from ${memberships} join ${groups} on ${groups.id} = ${memberships.groupId}
          where ${memberships.identityId} = ${identities.id}
          and not ${hasPassed(memberships.expiresAt)}), '[]')`,
      ),
    })
    .from(identities)
    .leftJoin(serviceOwners, eq(serviceOwners.identityId, identities.id))
    .where(
      and(
        eq(identities.type, 'service'),
        or(
          inArray(serviceOwners.groupId, led),
          and(isNull(serviceOwners.groupId), inArray(identities.id, minted)),
        ),
      ),
    )
    .orderBy(asc(identities.slug))
    .limit(MOST);
};
