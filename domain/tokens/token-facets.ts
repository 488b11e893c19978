import { and, eq, inArray, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import type { Reach } from '@/domain/authority/reach';
import { standingsWithin } from './count-standings';
import { BLOCKED_BY, TOKEN_STATUSES } from './token-view';

/** Past this many groups or identities, the ones with the most tokens stand for all. */
const MOST = 500;

const counted = z.object({ id: z.string(), name: z.string(), count: z.number() });

export const tokenFacetsSchema = z.object({
  status: z.array(z.object({ value: z.enum(TOKEN_STATUSES), count: z.number() })),
  blockedBy: z.array(z.object({ value: z.enum(BLOCKED_BY), count: z.number() })),
  kind: z.array(z.object({ value: z.enum(['personal', 'service']), count: z.number() })),
  groups: z.array(counted.extend({ slug: z.string() })),
  identities: z.array(counted.extend({ type: z.enum(['person', 'service']) })),
});
export type TokenFacets = z.output<typeof tokenFacetsSchema>;

interface CountedRow extends Record<string, unknown> {
  readonly dimension: 'total' | 'status' | 'kind' | 'group' | 'identity';
  readonly value: string;
  readonly blockedBy: string | null;
  readonly slug: string | null;
  readonly name: string | null;
  readonly type: 'person' | 'service' | null;
  readonly count: number;
}

/** The choices of a list that are about what facets count. */
export interface FacetChoices {
  readonly group?: readonly string[];
  readonly identity?: readonly string[];
  readonly status?: readonly string[];
  readonly blockedBy?: readonly string[];
  readonly kind?: readonly string[];
}

/**
 * How many tokens there are by status, kind, group and identity: what a list can be narrowed to. And how
 * many of them all choices together leave. Each token's status is worked out once.
 */
export async function countTokenFacets(
  db: Queryable,
  reach: Reach,
  choices: FacetChoices = {},
): Promise<{ facets: TokenFacets; chosen: number }> {
  const { rows } = await db.execute<CountedRow>(sql`
    with standings as materialized ${standingsWithin(reach)},
    counted as (
      select 'total' as dimension, '' as value, null as blocked_by, coalesce(sum(count), 0)::int as count
        from standings ${joined} where ${areChosen(choices)}
      union all select 'status', status, case when status = 'blocked' then blocked_by end, sum(count)::int
        from standings group by 2, 3
      union all select 'kind', kind, null, sum(count)::int from standings group by 2
      union all (select 'group', group_id, null, sum(count)::int from standings group by 2
        order by 4 desc, 2 limit ${MOST})
      union all (select 'identity', identity_id, null, sum(count)::int from standings group by 2
        order by 4 desc, 2 limit ${MOST}))
    select counted.dimension, counted.value, counted.blocked_by as "blockedBy", counted.count,
      ${groups.slug} as slug, coalesce(${groups.name}, ${identities.name}) as name, ${identities.type} as type
    from counted
    left join ${groups} on counted.dimension = 'group' and ${groups.id} = counted.value
    left join ${identities} on counted.dimension = 'identity' and ${identities.id} = counted.value
    order by counted.count desc, counted.value`);
  const of = (dimension: CountedRow['dimension']) =>
    rows.filter((row) => row.dimension === dimension);
  const status = new Map<string, number>();
  for (const row of of('status')) {
    status.set(row.value, (status.get(row.value) ?? 0) + row.count);
  }
  const facets = tokenFacetsSchema.parse({
    status: [...status].map(([value, count]) => ({ value, count })),
    blockedBy: of('status').flatMap(({ blockedBy, count }) =>
      blockedBy === null ? [] : { value: blockedBy, count },
    ),
    kind: of('kind').map(({ value, count }) => ({ value, count })),
    groups: of('group').map(({ value: id, slug, name, count }) => ({ id, slug, name, count })),
    identities: of('identity').map(({ value: id, name, type, count }) => ({
      ...{ id, name, type, count },
    })),
  });
  return { facets, chosen: of('total')[0]?.count ?? 0 };
}

const joined = sql`join ${groups} on ${groups.id} = standings.group_id
  join ${identities} on ${identities.id} = standings.identity_id`;

function areChosen({ group, identity, status, blockedBy, kind }: FacetChoices): SQL {
  const isOne = (column: SQLWrapper, values: readonly string[] | undefined) =>
    values ? inArray(column, [...values]) : undefined;
  return (
    and(
      or(isOne(groups.id, group), isOne(groups.slug, group)),
      or(isOne(identities.id, identity), isOne(identities.slug, identity)),
      isOne(sql`standings.status`, status),
      blockedBy ? eq(sql`standings.status`, 'blocked') : undefined,
      isOne(sql`standings.blocked_by`, blockedBy),
      isOne(sql`standings.kind`, kind),
    ) ?? sql`true`
  );
}
