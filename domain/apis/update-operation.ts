import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operations } from '@/db/schema/apis';
import { reference } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { operationName } from './operation-name';

/** Opens an operation to everybody, token or not, or closes it again. */
export const updateOperation = defineCommand({
  operation: 'operations.update',
  summary: 'Make an operation public, or let it need a token again',
  http: { method: 'PATCH', path: '/apis/{api}/operations/{operation}' },
  input: z.object({ api: reference(), operation: operationName(), isPublic: z.boolean() }),
  output: z.object({ id: z.string(), name: z.string(), isPublic: z.boolean() }),
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  async run({ tx, input, target: { row, groupIds } }) {
    const { isPublic } = input;
    const where = and(eq(operations.apiId, row.id), eq(operations.name, input.operation));
    const [before] = await tx.select().from(operations).where(where);
    if (!before) return invalid('operation', 'The API has no operation with this name.');
    await tx.update(operations).set({ isPublic }).where(where);
    return {
      value: { id: before.id, name: before.name, isPublic },
      audit: {
        before: { operation: before.name, isPublic: before.isPublic },
        after: { operation: before.name, isPublic },
        affects: [row.id, ...(groupIds ?? [])],
      },
    };
  },
});
