import { and, asc, eq, gt, ilike, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { asOfSchema, readAsOf } from './saved-meanwhile';

const memberView = z.object({
  identity: z.object({
    id: z.string(),
    type: z.enum(['person', 'service']),
    name: z.string(),
    /** Email of a person, slug of a service account. */
    handle: z.string(),
    state: z.enum(['active', 'suspended']),
  }),
  role: z.enum(['member', 'lead']),
  source: z.enum(['manual', 'sso', 'scim']),
  expiresAt: instantText().nullable(),
  ended: z.boolean(),
  addedBy: z.string(),
  addedAt: instantText(),
  liveTokenCount: z.number(),
});

/** Members of a group, in the order of their identity ids. */
export const listMembers = defineQuery({
  operation: 'groups.listMembers',
  summary: 'List the members of a group',
  http: { method: 'GET', path: '/groups/{group}/members' },
  input: z.object({
    group: reference(),
    ...pageInput,
    q: searchText(),
    role: z.enum(['member', 'lead']).optional(),
  }),
  output: pageOf(memberView).extend({ total: z.number(), asOf: asOfSchema }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, input, target }) {
    const asOf = await readAsOf(db);
    const pattern = input.q && containsPattern(input.q);
    const matching = and(
      eq(memberships.groupId, target.id),
      input.role ? eq(memberships.role, input.role) : undefined,
      pattern
        ? or(
            ilike(identities.name, pattern),
            ilike(identities.email, pattern),
            ilike(identities.slug, pattern),
          )
        : undefined,
    );
    const join = db
      .select({
        identity: identities,
        membership: memberships,
        ended: hasPassed(memberships.expiresAt),
        liveTokenCount: sql<number>`(select count(*)::int from ${tokens}
          where ${tokens.groupId} = ${memberships.groupId} and ${tokens.identityId} = ${memberships.identityId}
          and ${tokens.state} = 'active' and ${tokens.expiresAt} > now())`,
      })
      .from(memberships)
      .innerJoin(identities, eq(identities.id, memberships.identityId));
    const rows = await join
      .where(and(matching, input.cursor ? gt(identities.id, input.cursor) : undefined))
      .orderBy(asc(identities.id))
      .limit(input.limit + 1);
    const [counted] = await db
      .select({ total: sql<number>`count(*)::int` })
      .from(memberships)
      .innerJoin(identities, eq(identities.id, memberships.identityId))
      .where(matching);
    const page = toPage(rows, input.limit, (row) => row.identity.id);
    return {
      ...page,
      total: counted?.total ?? 0,
      asOf,
      items: page.items.map(({ identity, membership, ended, liveTokenCount }) => ({
        identity: {
          id: identity.id,
          type: identity.type,
          name: identity.name,
          handle: identity.email ?? identity.slug ?? '',
          state: identity.state,
        },
        role: membership.role,
        source: membership.source,
        expiresAt: toInstantTextOrNull(membership.expiresAt),
        ended,
        addedBy: membership.addedByName,
        addedAt: toInstantText(membership.createdAt),
        liveTokenCount,
      })),
    };
  },
});
