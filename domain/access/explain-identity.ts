import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { subquery } from '@/db/subquery';
import { type GrantedScope, loadGrantedScopes } from '@/domain/authority/granted-scopes';
import { rightOver } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { reference } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { loadIdentityTarget } from '@/domain/targets/find-identity';

const membershipSchema = z.object({
  group: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    state: z.enum(['active', 'frozen']),
    controlsKeyward: z.boolean(),
  }),
  role: z.enum(['member', 'lead']),
  source: z.enum(['manual', 'sso', 'scim']),
  expiresAt: instantText().nullable(),
  ended: z.boolean(),
  addedBy: z.string(),
  addedAt: instantText(),
  /** Who leads the group now, at most ten: whom to ask. Empty where the reader may not list members. */
  leads: z.array(z.object({ id: z.string(), name: z.string() })),
  scopes: z.array(
    z.object({ id: z.string(), api: z.string(), name: z.string(), operationCount: z.number() }),
  ),
  /** Distinct operations over those scopes. */
  operationCount: z.number(),
});
export type ExplainedMembership = z.output<typeof membershipSchema>;

/**
 * What a person or service account can do, and through which groups. Groups out of the reader's
 * reach are left out, so a lead sees what their own groups give.
 */
export const explainIdentity = defineQuery({
  operation: 'identities.explain',
  summary: 'Explain what a person or service account can do',
  http: { method: 'GET', path: '/identities/{identity}/access' },
  input: z.object({ identity: reference() }),
  output: z.object({
    memberships: z.array(membershipSchema),
    /** APIs that living memberships in active groups open, with how much of each. */
    apis: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        operationCount: z.number(),
        totalCount: z.number(),
      }),
    ),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity, false),
  async run({ db, actor, target }) {
    const rows = await db
      .select({ membership: memberships, group: groups, ended: hasPassed(memberships.expiresAt) })
      .from(memberships)
      .innerJoin(groups, eq(groups.id, memberships.groupId))
      .where(eq(memberships.identityId, target.id))
      .orderBy(asc(groups.slug));
    const visible = rows.filter(({ group: { id, name } }) => {
      const inGroup = { type: 'group' as const, id, name, groupIds: [id] };
      return rightOver(actor, 'groups.get', inGroup) !== false;
    });
    const leads = await leadsOf(db, actor, visible);
    const held = await Promise.all(
      visible.map(async (row) => ({
        ...row,
        leads: leads.get(row.group.id) ?? [],
        scopes: await loadGrantedScopes(db, row.group.id),
      })),
    );
    return { memberships: held.map(explained), apis: await openedApis(db, held.filter(isLiving)) };
  },
});

interface Held {
  readonly membership: typeof memberships.$inferSelect;
  readonly group: typeof groups.$inferSelect;
  readonly ended: boolean;
  readonly leads: ExplainedMembership['leads'];
  readonly scopes: readonly GrantedScope[];
}

const isLiving = ({ group, ended }: Held) => group.state === 'active' && !ended;

function explained(held: Held): ExplainedMembership {
  const { membership, group, ended, leads, scopes } = held;
  return {
    group: {
      id: group.id,
      slug: group.slug,
      name: group.name,
      state: group.state,
      controlsKeyward: scopes.some((scope) => scope.api.slug === KEYWARD_API),
    },
    role: membership.role,
    source: membership.source,
    expiresAt: toInstantTextOrNull(membership.expiresAt),
    ended,
    addedBy: membership.addedByName,
    addedAt: toInstantText(membership.createdAt),
    leads,
    scopes: scopes.map(({ id, api, name, operations: { length } }) => ({
      id,
      api: api.slug,
      name,
      operationCount: length,
    })),
    operationCount: operationsByApi([held]).reduce((sum, [, names]) => sum + names.size, 0),
  };
}

const MOST_LEADS = 10;

/** Living leads who can act, by id of the group, of those groups whose members the reader may list. */
async function leadsOf(db: Queryable, actor: Actor, rows: readonly Pick<Held, 'group'>[]) {
  const listable = rows
    .map(({ group: { id, name } }) => ({ type: 'group' as const, id, name, groupIds: [id] }))
    .filter((target) => rightOver(actor, 'groups.listMembers', target) !== false)
    .map(({ id }) => id);
  const found = await db
    .select({ groupId: memberships.groupId, id: identities.id, name: identities.name })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        inArray(memberships.groupId, [...listable, '']),
        eq(memberships.role, 'lead'),
        eq(identities.state, 'active'),
        sql`not ${hasPassed(memberships.expiresAt)}`,
      ),
    )
    .orderBy(asc(identities.name), asc(identities.id));
  const byGroup = new Map<string, ExplainedMembership['leads']>();
  for (const { groupId, ...lead } of found) {
    const leads = byGroup.get(groupId) ?? [];
    if (leads.length < MOST_LEADS) byGroup.set(groupId, [...leads, lead]);
  }
  return byGroup;
}

/** Names of the distinct operations these memberships open, by id of the API. */
function operationsByApi(held: readonly Held[]): [apiId: string, names: Set<string>][] {
  const byApi = new Map<string, Set<string>>();
  for (const scope of held.flatMap(({ scopes }) => scopes)) {
    const names = byApi.get(scope.api.id) ?? new Set();
    byApi.set(scope.api.id, names);
    for (const operation of scope.operations) names.add(operation.name);
  }
  return [...byApi];
}

async function openedApis(db: Queryable, held: readonly Held[]) {
  const opened = new Map(operationsByApi(held));
  const rows = await db
    .select({ id: apis.id, slug: apis.slug, name: apis.name, totalCount })
    .from(apis)
    .where(inArray(apis.id, [...opened.keys(), '']))
    .orderBy(asc(apis.slug));
  return rows.map((api) => ({ ...api, operationCount: opened.get(api.id)?.size ?? 0 }));
}

const totalCount = subquery<number>(sql`(select count(*)::int from ${operations}
  where ${operations.apiId} = ${apis.id})`);
