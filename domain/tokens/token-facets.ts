import { inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import type { Reach } from '@/domain/authority/reach';
import { type Standing, totalOf } from './count-standings';
import { standingsWithin } from './known-standings';
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
 * many of them all choices together leave.
 */
export async function countTokenFacets(
  db: Queryable,
  reach: Reach,
  choices: FacetChoices = {},
): Promise<{ facets: TokenFacets; chosen: number }> {
  const [standings, isChosen] = await Promise.all([
    standingsWithin(db, reach),
    chosenBy(db, choices),
  ]);
  const status = countBy(standings, (each) => each.status);
  const blockedBy = countBy(standings, (each) => each.blockedBy);
  const kind = countBy(standings, (each) => each.kind);
  const [groupCounts, identityCounts] = [
    countBy(standings, ({ groupId }) => groupId).slice(0, MOST),
    countBy(standings, ({ identityId }) => identityId).slice(0, MOST),
  ];
  const [groupRows, identityRows] = await Promise.all([
    db
      .select({ id: groups.id, slug: groups.slug, name: groups.name })
      .from(groups)
      .where(inArray(groups.id, ['', ...groupCounts.map(({ value }) => value)])),
    db
      .select({ id: identities.id, name: identities.name, type: identities.type })
      .from(identities)
      .where(inArray(identities.id, ['', ...identityCounts.map(({ value }) => value)])),
  ]);
  const facets = {
    ...{ status, blockedBy, kind },
    groups: withCounts(groupCounts, groupRows),
    identities: withCounts(identityCounts, identityRows),
  };
  return { facets, chosen: totalOf(standings.filter(isChosen)) };
}

/** The most first. */
function countBy<Value extends string>(
  standings: readonly Standing[],
  by: (standing: Standing) => Value | null,
): { value: Value; count: number }[] {
  const counts = new Map<Value, number>();
  for (const standing of standings) {
    const value = by(standing);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + standing.count);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((left, right) => right.count - left.count || (left.value < right.value ? -1 : 1));
}

/** What is gone by now is left out. */
function withCounts<Row extends { id: string }>(
  counts: readonly { value: string; count: number }[],
  rows: readonly Row[],
): (Row & { count: number })[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return counts.flatMap(({ value, count }) => {
    const row = byId.get(value);
    return row ? [{ ...row, count }] : [];
  });
}

async function chosenBy(
  db: Queryable,
  { group, identity, status, blockedBy, kind }: FacetChoices,
): Promise<(standing: Standing) => boolean> {
  const [groupIds, identityIds] = await Promise.all([
    group && idsOf(db, groups, group),
    identity && idsOf(db, identities, identity),
  ]);
  return (standing) =>
    (!groupIds || groupIds.has(standing.groupId)) &&
    (!identityIds || identityIds.has(standing.identityId)) &&
    (!status || status.includes(standing.status)) &&
    (!blockedBy || (standing.blockedBy !== null && blockedBy.includes(standing.blockedBy))) &&
    (!kind || kind.includes(standing.kind));
}

async function idsOf(
  db: Queryable,
  table: typeof groups | typeof identities,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...references];
  const rows = await db
    .select({ id: table.id })
    .from(table)
    .where(or(inArray(table.id, wanted), inArray(table.slug, wanted)));
  return new Set(rows.map(({ id }) => id));
}
