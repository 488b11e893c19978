import { and, asc, count, eq, gt, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { scimGroups, scimMappings, scimMembers, scimProblems } from '@/db/schema/scim';

export const problemSchema = z.object({
  request: z.string(),
  detail: z.string(),
  at: z.string(),
});

/** A pushed group, and where it leads. */
export const pushedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  externalId: z.string().nullable(),
  /** The identity whose token pushes it. */
  client: z.object({ id: z.string(), name: z.string() }),
  members: z.number(),
  mappings: z.array(
    z.object({
      group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
      role: z.enum(['member', 'lead']),
      createdByName: z.string(),
    }),
  ),
  /** When the client last changed it. */
  updatedAt: z.string(),
  /** What was wrong with the last push; null where nothing was. */
  problem: problemSchema.nullable(),
});
export type PushedView = z.output<typeof pushedViewSchema>;

interface Wanted {
  readonly id?: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

export async function readPushed(
  db: Queryable,
  { id, after, limit }: Wanted,
): Promise<PushedView[]> {
  const rows = await db
    .select({ row: scimGroups, clientName: identities.name })
    .from(scimGroups)
    .innerJoin(identities, eq(identities.id, scimGroups.clientId))
    .where(
      and(id ? eq(scimGroups.id, id) : undefined, after ? gt(scimGroups.id, after) : undefined),
    )
    .orderBy(asc(scimGroups.id))
    .limit(limit);
  const ids = ['', ...rows.map(({ row }) => row.id)];
  const counts = await db
    .select({ id: scimMembers.groupId, members: count() })
    .from(scimMembers)
    .where(inArray(scimMembers.groupId, ids))
    .groupBy(scimMembers.groupId);
  const mappings = await db
    .select({ row: scimMappings, slug: groups.slug, name: groups.name })
    .from(scimMappings)
    .innerJoin(groups, eq(groups.id, scimMappings.groupId))
    .where(inArray(scimMappings.scimGroupId, ids))
    .orderBy(asc(groups.name));
  const problems = await db.select().from(scimProblems).where(inArray(scimProblems.pushedId, ids));
  const problemOf = new Map(problems.map((one) => [one.pushedId, one]));
  const countOf = new Map(counts.map((one) => [one.id, one.members]));
  return rows.map(({ row, clientName }) => ({
    ...{ id: row.id, name: row.displayName, externalId: row.externalId },
    client: { id: row.clientId, name: clientName },
    members: countOf.get(row.id) ?? 0,
    mappings: mappings
      .filter((one) => one.row.scimGroupId === row.id)
      .map(({ row: { groupId, role, createdByName }, slug, name }) => ({
        ...{ group: { id: groupId, slug, name }, role, createdByName },
      })),
    updatedAt: row.updatedAt.toISOString(),
    problem: shownProblem(problemOf.get(row.id)),
  }));
}

const shownProblem = (row: typeof scimProblems.$inferSelect | undefined) =>
  row ? { request: row.request, detail: row.detail, at: row.at.toISOString() } : null;
