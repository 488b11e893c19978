import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { scimMappings } from '@/db/schema/scim';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { loadGroupTarget } from '@/domain/targets/group-target';

const MAX_MAPPINGS = 50;

/** Where a pushed group leads: all of it at once. */
export const mappingsInput = () =>
  z
    .array(
      z.strictObject({
        group: z.string().min(1).max(100),
        role: z.enum(['member', 'lead']).default('member'),
      }),
    )
    .max(MAX_MAPPINGS);
type MappingsInput = z.output<ReturnType<typeof mappingsInput>>;

export interface Led {
  readonly group: typeof groups.$inferSelect;
  readonly role: 'member' | 'lead';
}

/** The groups that are named; refused where one is unknown, or comes twice. */
export async function namedGroups(
  db: Queryable,
  mappings: MappingsInput,
): Promise<Led[] | Refusal> {
  const named: Led[] = [];
  for (const [index, { group, role }] of mappings.entries()) {
    const target = await loadGroupTarget(db, group);
    const path = `mappings.${index}.group`;
    if (isRefusal(target)) return invalid(path, `There is no group “${group}”.`);
    if (named.some((one) => one.group.id === target.id)) {
      return invalid(path, `${target.name} is there twice.`);
    }
    named.push({ group: target.row, role });
  }
  return named;
}

/** Where a pushed group leads now. */
export async function ledBy(db: Queryable, scimGroupId: string): Promise<Led[]> {
  return db
    .select({ group: groups, role: scimMappings.role })
    .from(scimMappings)
    .innerJoin(groups, eq(groups.id, scimMappings.groupId))
    .where(eq(scimMappings.scimGroupId, scimGroupId));
}

/** Groups that either leads to, in the order in which they are locked. */
export const eitherOf = (before: readonly Led[], after: readonly Led[]): Led['group'][] =>
  [...new Map([...before, ...after].map(({ group }) => [group.id, group])).values()].sort((a, b) =>
    a.id < b.id ? -1 : 1,
  );
