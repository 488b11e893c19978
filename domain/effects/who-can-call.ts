import { and, arrayContains, eq, or } from 'drizzle-orm';
import { z } from 'zod';
import { operations, scopeOperations, scopes } from '@/db/schema/apis';
import { groupScopes, groups } from '@/db/schema/groups';
import { operationName } from '@/domain/apis/operation-name';
import { reference } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { invalid } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { tokensHolding } from '@/domain/tokens/tokens-holding';

const tokenLine = z.object({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  identity: z.object({ id: z.string(), name: z.string() }),
});

/** Who can call an operation: the groups that hold it, through which scopes, with which tokens. */
export const whoCanCall = defineQuery({
  operation: 'access.whoCanCall',
  summary: 'Who can call an operation, and through which group',
  http: { method: 'GET', path: '/access' },
  input: z.object({ api: reference(), operation: operationName() }),
  output: z.object({
    operation: z.object({
      name: z.string(),
      method: z.string().nullable(),
      pathTemplate: z.string().nullable(),
      summary: z.string(),
      /** Anybody can call it, with a token or without. */
      isPublic: z.boolean(),
      /** Other names for the same requests: who can call one of them can call them all. */
      aliases: z.array(z.string()),
    }),
    groups: z.array(
      z.object({
        id: z.string(),
        slug: z.string(),
        name: z.string(),
        state: z.enum(['active', 'frozen']),
        scopes: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            grantedBy: z.string(),
            grantedAt: instantText(),
          }),
        ),
        /** Tokens that work now and are not restricted to other scopes; at most 200 a group. */
        tokens: z.array(tokenLine),
        tokenCount: z.number(),
      }),
    ),
  }),
  target: ({ db, input }) => loadApiTarget(db, input.api),
  async run({ db, input, target }) {
    const [operation] = await db
      .select()
      .from(operations)
      .where(
        and(
          eq(operations.apiId, target.id),
          or(
            eq(operations.name, input.operation),
            arrayContains(operations.aliases, [input.operation]),
          ),
        ),
      );
    if (!operation) return invalid('operation', `The API has no operation “${input.operation}”.`);
    const rows = await db
      .select({ group: groups, scope: scopes, grant: groupScopes })
      .from(scopeOperations)
      .innerJoin(scopes, eq(scopes.id, scopeOperations.scopeId))
      .innerJoin(groupScopes, eq(groupScopes.scopeId, scopes.id))
      .innerJoin(groups, eq(groups.id, groupScopes.groupId))
      .where(eq(scopeOperations.operationId, operation.id))
      .orderBy(groups.slug, scopes.name);
    const holding = [];
    for (const group of new Map(rows.map((row) => [row.group.id, row.group])).values()) {
      const granting = rows.filter((row) => row.group.id === group.id);
      const scopeIds = granting.map((row) => row.scope.id);
      const { id, slug, name, state } = group;
      holding.push({
        id,
        slug,
        name,
        state,
        scopes: granting.map(({ scope, grant }) => ({
          id: scope.id,
          name: scope.name,
          grantedBy: grant.grantedByName,
          grantedAt: toInstantText(grant.grantedAt),
        })),
        ...(await tokensHolding(db, id, scopeIds)),
      });
    }
    const { name, method, pathTemplate, summary, isPublic, aliases } = operation;
    return {
      operation: { name, method, pathTemplate, summary, isPublic, aliases },
      groups: holding,
    };
  },
});
