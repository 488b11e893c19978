import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';

/** The way from an empty installation to a token that was used: which steps are done. */
export const firstStepsSchema = z.object({
  api: z.boolean(),
  scope: z.boolean(),
  group: z.boolean(),
  member: z.boolean(),
  token: z.boolean(),
  use: z.boolean(),
});
export type FirstSteps = z.output<typeof firstStepsSchema>;

/** Steps of the installation's own, in groups and APIs that didn't come with it. */
export async function readFirstSteps(db: Queryable): Promise<FirstSteps> {
  const own = sql`${groups} where not ${groups.builtIn}`;
  const ofOwn = (table: SQL) => sql`exists (select from ${own} and exists (${table}))`;
  const { rows } = await db.execute<Record<keyof FirstSteps, boolean>>(sql`select
    exists (select from ${apis} where not ${apis.builtIn}) as api,
    exists (select from ${scopes} join ${apis} on ${apis.id} = ${scopes.apiId}
      where not ${apis.builtIn}) as scope,
    ${ofOwn(sql`select from ${groupScopes} where ${groupScopes.groupId} = ${groups.id}`)} as "group",
    ${ofOwn(sql`select from ${memberships} where ${memberships.groupId} = ${groups.id}`)} as member,
    ${ofOwn(sql`select from ${tokens} where ${tokens.groupId} = ${groups.id}`)} as token,
    ${ofOwn(sql`select from ${tokens} join ${tokenUsage} on ${tokenUsage.tokenId} = ${tokens.id}
      where ${tokens.groupId} = ${groups.id} and ${tokenUsage.lastAllowedAt} is not null`)} as use`);
  const [found] = rows;
  if (!found) throw new Error('a select without a table answered no row');
  return found;
}
