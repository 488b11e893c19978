import { and, arrayContains, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operations } from '@/db/schema/apis';
import { newId } from '@/domain/base/ids';
import { prose, reference, withoutSecret } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { blockedMessage, blockedOperations } from '@/domain/routing/blocked-operations';
import type { RouteOptions } from '@/domain/routing/compile-routes';
import { MAX_TEMPLATE_LENGTH, parsePathTemplate } from '@/domain/routing/path-template';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { operationName } from './operation-name';
import { refuseOpening } from './public-right';
import { asRouted } from './routing-warnings';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

/** Types in one operation: a method and path, or a plain action name. Granted to nobody. */
export const createOperation = defineCommand({
  operation: 'operations.create',
  summary: 'Add an operation by hand',
  http: { method: 'POST', path: '/apis/{api}/operations', status: 201 },
  input: z.object({
    api: reference(),
    name: operationName(),
    method: z.enum(METHODS).optional(),
    pathTemplate: withoutSecret(z.string().max(MAX_TEMPLATE_LENGTH)).optional(),
    summary: prose().default(''),
    /** Needs no token; its requests are recorded all the same. */
    isPublic: z.boolean().default(false),
  }),
  output: z.object({
    id: z.string(),
    name: z.string(),
    /** What keeps requests from it, or from others since it is there. */
    warnings: z.array(z.string()),
  }),
  conflicts: {
    operations_api_name: { path: 'name', message: 'The API has an operation with this name.' },
    operations_api_route: {
      path: 'pathTemplate',
      message: 'Another operation has this method and path.',
    },
  },
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target }) {
    const { row } = target;
    const { name, method, pathTemplate, summary, isPublic } = input;
    const opening = isPublic ? refuseOpening(actor, target) : null;
    if (opening) return opening;
    if ((method === undefined) !== (pathTemplate === undefined)) {
      return invalid('pathTemplate', 'Give both method and path, or neither for a plain action.');
    }
    if (pathTemplate !== undefined) {
      const parsed = parsePathTemplate(pathTemplate);
      if (!parsed.ok) return invalid('pathTemplate', parsed.message);
      if (parsed.template.route === null) {
        return invalid('pathTemplate', 'No request could reach this path without being ambiguous.');
      }
    }
    const [called] = await tx
      .select({ name: operations.name })
      .from(operations)
      .where(and(eq(operations.apiId, row.id), arrayContains(operations.aliases, [name])));
    if (called) return invalid('name', `“${called.name}” is called that as well.`);
    const id = newId('operation');
    const added = { name, method, pathTemplate, summary, isPublic };
    const others = await tx.select().from(operations).where(eq(operations.apiId, row.id));
    await tx.insert(operations).values({ id, apiId: row.id, ...added, source: 'manual' });
    return {
      value: { id, name, warnings: newlyBlocked(others, { name, method, pathTemplate }, row) },
      audit: {
        after: {
          operation: name,
          method: method ?? null,
          pathTemplate: pathTemplate ?? null,
          ...(isPublic && { isPublic }),
        },
        affects: [row.id],
      },
    };
  },
});

/** What is blocked with the operation, and wasn't without it. */
function newlyBlocked(
  others: readonly (typeof operations.$inferSelect)[],
  {
    name,
    method,
    pathTemplate,
  }: { name: string } & Partial<Record<'method' | 'pathTemplate', string>>,
  options: RouteOptions,
): string[] {
  if (method === undefined || pathTemplate === undefined) return [];
  const before = others.flatMap(asRouted);
  const blockedBefore = new Set(
    blockedOperations(before, options).map(({ operation }) => operation.operation),
  );
  return blockedOperations([...before, { operation: name, method, pathTemplate }], options)
    .filter(({ operation }) => !blockedBefore.has(operation.operation))
    .map(blockedMessage);
}
