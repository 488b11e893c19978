import { and, arrayContains, asc, eq, gt, ilike, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { operations, scopeOperations, scopes } from '@/db/schema/apis';
import { subquery } from '@/db/subquery';
import { isKnownScope } from '@/domain/authority/known-scopes';
import { pageInput, pageOf, reference, soughtText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';

export const operationViewSchema = z.object({
  id: z.string(),
  /** The operationId, or a plain action name. */
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
  summary: z.string(),
  tags: z.array(z.string()),
  deprecated: z.boolean(),
  /** Needs no token. */
  isPublic: z.boolean(),
  /** Other names for the same requests. */
  aliases: z.array(z.string()),
  source: z.enum(['document', 'manual', 'built-in']),
  /** Names of the scopes that hold it and the reader may know of. */
  scopes: z.array(z.string()),
});
export type OperationView = z.output<typeof operationViewSchema>;

/** Operations of one API in the order of their names. */
export const listOperations = defineQuery({
  operation: 'operations.list',
  summary: 'List the operations of an API',
  http: { method: 'GET', path: '/apis/{api}/operations' },
  input: z.object({
    api: reference(),
    ...pageInput,
    // A whole API at once for the scope editor: GitHub's has 1,223 operations.
    limit: z.coerce.number().int().min(1).max(20_000).default(50),
    cursor: soughtText(500).optional(),
    q: soughtText(200).trim().optional(),
    method: soughtText(20).optional(),
    tag: soughtText(100).optional(),
  }),
  output: pageOf(operationViewSchema).extend({ total: z.number() }),
  target: ({ db, input }) => loadApiTarget(db, input.api),
  async run({ db, actor, input, target }) {
    const pattern = input.q && containsPattern(input.q);
    const matching = and(
      eq(operations.apiId, target.id),
      input.method ? eq(operations.method, input.method.toUpperCase()) : undefined,
      input.tag ? arrayContains(operations.tags, [input.tag]) : undefined,
      pattern
        ? or(
            ilike(operations.name, pattern),
            ilike(operations.pathTemplate, pattern),
            ilike(operations.summary, pattern),
            ilike(sql`array_to_string(${operations.aliases}, ' ')`, pattern),
          )
        : undefined,
    );
    const rows = await db
      .select({
        operation: operations,
        scopes: subquery<
          string[]
        >(sql`coalesce((select array_agg(${scopes.name} order by ${scopes.name})
          from ${scopeOperations} join ${scopes} on ${scopes.id} = ${scopeOperations.scopeId}
          where ${scopeOperations.operationId} = ${operations.id} and ${isKnownScope(db, actor)}), '{}')`),
      })
      .from(operations)
      .where(and(matching, input.cursor ? gt(operations.name, input.cursor) : undefined))
      .orderBy(asc(operations.name))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.operation.name);
    return {
      ...page,
      total: await db.$count(operations, matching),
      items: page.items.map(({ operation, scopes: names }) => ({
        id: operation.id,
        name: operation.name,
        method: operation.method,
        pathTemplate: operation.pathTemplate,
        summary: operation.summary,
        tags: operation.tags,
        deprecated: operation.deprecated,
        isPublic: operation.isPublic,
        aliases: operation.aliases,
        source: operation.source as OperationView['source'],
        scopes: names,
      })),
    };
  },
});
