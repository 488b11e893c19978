import { and, asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { instantText, toInstantText } from '@/domain/base/instant';
import type { FoundOperation } from './find-operation';

export const operationSchema = z.object({
  api: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
  summary: z.string(),
  /** Anybody can call it, with a token or without. */
  isPublic: z.boolean(),
  /** Other names for the same requests: who can call one of them can call them all. */
  aliases: z.array(z.string()),
});
export type ExplainedOperation = z.output<typeof operationSchema>;

export function toExplainedOperation({ operation, api }: FoundOperation): ExplainedOperation {
  const { name, method, pathTemplate, summary, isPublic, aliases } = operation;
  return {
    api: { id: api.id, slug: api.slug, name: api.name },
    ...{ name, method, pathTemplate, summary, isPublic, aliases },
  };
}

/** A scope that gives a group the operation: who granted it to the group, and when. */
export const grantSchema = z.object({
  id: z.string(),
  name: z.string(),
  grantedBy: z.string(),
  grantedAt: instantText(),
});
export type Grant = z.output<typeof grantSchema>;

export interface HoldingGroup {
  readonly group: Pick<typeof groups.$inferSelect, 'id' | 'slug' | 'name' | 'state'>;
  readonly scopes: readonly Grant[];
}

/**
 * The groups that own a scope with the operation, by slug, with those scopes by name.
 * @param groupIds which groups to look at; undefined for all
 */
export async function groupsHolding(
  db: Queryable,
  operationId: string,
  groupIds?: readonly string[],
): Promise<HoldingGroup[]> {
  const rows = await db
    .select({
      group: { id: groups.id, slug: groups.slug, name: groups.name, state: groups.state },
      scope: { id: scopes.id, name: scopes.name },
      grant: { by: groupScopes.grantedByName, at: groupScopes.grantedAt },
    })
    .from(scopeOperations)
    .innerJoin(scopes, eq(scopes.id, scopeOperations.scopeId))
    .innerJoin(groupScopes, eq(groupScopes.scopeId, scopes.id))
    .innerJoin(groups, eq(groups.id, groupScopes.groupId))
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(
      and(
        eq(scopeOperations.operationId, operationId),
        groupIds && inArray(groups.id, [...groupIds, '']),
      ),
    )
    .orderBy(asc(groups.slug), asc(scopes.name));
  const byGroup = Map.groupBy(rows, ({ group }) => group.id);
  return [...byGroup.values()].flatMap((ofGroup) =>
    ofGroup[0]
      ? {
          group: ofGroup[0].group,
          scopes: ofGroup.map(({ scope, grant }) => ({
            ...scope,
            grantedBy: grant.by,
            grantedAt: toInstantText(grant.at),
          })),
        }
      : [],
  );
}
