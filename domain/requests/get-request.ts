import { asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { groupScopes, memberships } from '@/db/schema/groups';
import { defineQuery } from '@/domain/commands/define';
import { maxAccessSeconds } from './create-request';
import { loadRequest } from './request-target';
import { readRequestView, requestViewSchema } from './request-view';

const operation = z.object({
  api: z.string(),
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
});

/** A request, with the rights that it would give beside those that are held. */
export const getRequest = defineQuery({
  operation: 'requests.get',
  summary: 'Get a request',
  http: { method: 'GET', path: '/requests/{request}' },
  input: z.object({ request: z.string().max(100) }),
  output: requestViewSchema.extend({
    /** Operations of the group that the requester's other groups don't open; by API, then name. */
    gained: z.array(operation),
    /** Operations of the group that they hold already. */
    heldCount: z.number(),
    /** How long access that was requested lasts at most here; null for no limit. */
    maxAccessSeconds: z.number().nullable(),
    /** Of a change: what the log will say of each part of it. */
    effects: z.array(
      z.object({
        operation: z.string(),
        target: z.object({
          type: z.string(),
          id: z.string().nullable(),
          name: z.string().nullable(),
        }),
        before: z.record(z.string(), z.unknown()).nullable(),
        after: z.record(z.string(), z.unknown()).nullable(),
      }),
    ),
  }),
  target: ({ db, input }) => loadRequest(db, input.request),
  async run({ db, target: { row } }) {
    const isAccess = row.kind === 'access' && row.groupId !== null;
    const all = isAccess ? await operationsOfGroup(db, row.groupId ?? '') : [];
    const held = new Set(isAccess ? await heldBy(db, row.requesterId, row.groupId ?? '') : []);
    const gained = all.filter(({ id }) => !held.has(id));
    return {
      ...(await readRequestView(db, row.id)),
      gained,
      heldCount: all.length - gained.length,
      maxAccessSeconds: await maxAccessSeconds(db),
      effects: (row.effects?.items ?? []) as never,
    };
  },
});

const operationsOfGroup = (db: Queryable, groupId: string) =>
  db
    .selectDistinct({
      id: operations.id,
      api: apis.slug,
      name: operations.name,
      method: operations.method,
      pathTemplate: operations.pathTemplate,
    })
    .from(groupScopes)
    .innerJoin(scopeOperations, eq(scopeOperations.scopeId, groupScopes.scopeId))
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(eq(groupScopes.groupId, groupId))
    .orderBy(asc(apis.slug), asc(operations.name));

/** What their other groups open: in the one asked for they may be meanwhile. */
async function heldBy(db: Queryable, identityId: string, askedFor: string): Promise<string[]> {
  const living = db
    .select({ id: memberships.groupId })
    .from(memberships)
    .where(
      sql`${memberships.identityId} = ${identityId} and ${memberships.groupId} <> ${askedFor}
        and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now())`,
    );
  const rows = await db
    .selectDistinct({ id: scopeOperations.operationId })
    .from(groupScopes)
    .innerJoin(scopeOperations, eq(scopeOperations.scopeId, groupScopes.scopeId))
    .where(inArray(groupScopes.groupId, living));
  return rows.map(({ id }) => id);
}
