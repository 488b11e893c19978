import { and, asc, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { scimGroups, scimMappings } from '@/db/schema/scim';
import { ssoMappings, ssoProviders } from '@/db/schema/sso';
import { subquery } from '@/db/subquery';
import { controlsKeyward } from '@/domain/authority/controls-keyward';
import { searchText, soughtText } from '@/domain/base/input';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import { containsWords } from '@/domain/base/like';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { EXTENDABLE_DAYS } from './extending';
import { MAX_ASKED_OPERATIONS } from './request-facts';

const MAX_OFFERS = 50;

export const offerSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  controlsKeyward: z.boolean(),
  operationCount: z.number(),
  /** Operations that it opens beyond those asked for. */
  beyondCount: z.number(),
  isMember: z.boolean(),
  /** The end of one’s own membership, where it is near enough to ask for a later one. */
  endsAt: instantText().nullable(),
  /** The providers that say who is in it: it can't be asked for here. */
  managedBy: z.array(z.string()),
});
export type Offer = z.output<typeof offerSchema>;

/** `api operation` each, as in the log and in explanations. */
export const askedOperations = () =>
  z.array(soughtText(400).min(1)).max(MAX_ASKED_OPERATIONS).default([]);

/** Themselves: what can be asked for is told to whoever is signed in. */
const self = ({ actor }: { actor: { id: string; name: string } }) =>
  ({ type: 'system', id: null, name: null, identityId: actor.id }) as const;

/** Groups that somebody may ask for. Those that have all of some operations come smallest first. */
export const listOffers = defineQuery({
  operation: 'requests.offers',
  summary: 'List groups that can be asked for',
  http: { method: 'POST', path: '/requests/offers' },
  input: z.object({ q: searchText(), operations: askedOperations() }),
  output: z.object({ items: z.array(offerSchema) }),
  target: self,
  async run({ db, actor, input }) {
    const ids = await namedOperations(db, input.operations);
    if (isRefusal(ids)) return ids;
    const matching = containsWords(input.q ?? '', [groups.slug, groups.name, groups.description]);
    return { items: await readOffers(db, actor.id, { ids, matching }) };
  },
});

/** Operations by part of a name, method or path, for who knows what they need and not who has it. */
export const findOperations = defineQuery({
  operation: 'requests.findOperations',
  summary: 'Find operations that can be asked for',
  http: { method: 'GET', path: '/request-operations' },
  input: z.object({ q: searchText() }),
  output: z.object({
    items: z.array(
      z.object({
        api: z.string(),
        name: z.string(),
        method: z.string().nullable(),
        pathTemplate: z.string().nullable(),
        summary: z.string(),
      }),
    ),
  }),
  target: self,
  async run({ db, input }) {
    const { name, method, pathTemplate, summary } = operations;
    const items = await db
      .select({ api: apis.slug, name, method, pathTemplate, summary })
      .from(operations)
      .innerJoin(apis, eq(apis.id, operations.apiId))
      .where(containsWords(input.q ?? '', [apis.slug, name, method, pathTemplate, summary]))
      .orderBy(asc(apis.slug), asc(name))
      .limit(MAX_OFFERS);
    return { items };
  },
});

/** Ids of operations written `api operation`. */
export async function namedOperations(
  db: Queryable,
  asked: readonly string[],
): Promise<string[] | Refusal> {
  const ids: string[] = [];
  for (const [index, text] of asked.entries()) {
    const [api = '', ...rest] = text.trim().split(/\s+/);
    const [found] = await db
      .select({ id: operations.id })
      .from(operations)
      .innerJoin(apis, eq(apis.id, operations.apiId))
      .where(and(eq(apis.slug, api), eq(operations.name, rest.join(' '))));
    if (!found) {
      return invalid(
        `operations.${index}`,
        `There is no operation “${text}”: write “api operation”.`,
      );
    }
    ids.push(found.id);
  }
  return ids;
}

/** Given by hand, and near its end. */
const isExtendable = and(
  eq(memberships.source, 'manual'),
  lte(memberships.expiresAt, sql`now() + make_interval(hours => ${EXTENDABLE_DAYS * 24})`),
);

const held = sql`from ${groupScopes} join ${scopeOperations} on ${scopeOperations.scopeId} = ${groupScopes.scopeId}
  where ${groupScopes.groupId} = ${groups.id}`;

/** Active groups that hold all of these operations, by how much more they hold, then by name. */
export async function readOffers(
  db: Queryable,
  identityId: string,
  {
    ids,
    matching,
    limit = MAX_OFFERS,
  }: { ids: string[]; matching?: SQL | undefined; limit?: number },
): Promise<Offer[]> {
  const count = sql<number>`(select count(distinct ${scopeOperations.operationId})::int ${held})`;
  const hasAll = sql`(select count(distinct ${scopeOperations.operationId}) ${held}
    and ${inArray(scopeOperations.operationId, [...ids, ''])}) = ${new Set(ids).size}`;
  const rows = await db
    .select({
      ...{ id: groups.id, slug: groups.slug, name: groups.name, description: groups.description },
      operationCount: subquery<number>(count),
      controlsKeyward: subquery<boolean>(controlsKeyward(groups.id)),
      isMember: subquery<boolean>(sql`${memberships.identityId} is not null`),
      endsAt: sql<Date | null>`case when ${isExtendable} then ${memberships.expiresAt} end`.mapWith(
        memberships.expiresAt,
      ),
      managedBy: subquery<
        string[]
      >(sql`coalesce((select array_agg(distinct source.name order by source.name) from (
        select ${ssoProviders.name} as name from ${ssoMappings} join ${ssoProviders} on ${ssoProviders.id} = ${ssoMappings.providerId}
          where ${ssoMappings.groupId} = ${groups.id}
        union select ${scimGroups.displayName} from ${scimMappings} join ${scimGroups} on ${scimGroups.id} = ${scimMappings.scimGroupId}
          where ${scimMappings.groupId} = ${groups.id}) as source), '{}')`),
    })
    .from(groups)
    .leftJoin(
      memberships,
      and(
        ...[eq(memberships.groupId, groups.id), eq(memberships.identityId, identityId)],
        or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
      ),
    )
    .where(and(eq(groups.state, 'active'), matching, ids.length > 0 ? hasAll : undefined))
    .orderBy(...(ids.length > 0 ? [asc(count)] : []), asc(groups.name), asc(groups.id))
    .limit(limit);
  return rows.map((row) => ({
    ...row,
    endsAt: toInstantTextOrNull(row.endsAt),
    beyondCount: Math.max(0, row.operationCount - new Set(ids).size),
  }));
}
