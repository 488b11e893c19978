import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operations } from '@/db/schema/apis';
import { reference } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { operationName } from './operation-name';

/** Removes one operation; every scope loses it at once. */
export const deleteOperation = defineCommand({
  operation: 'operations.delete',
  summary: 'Remove an operation',
  http: { method: 'DELETE', path: '/apis/{api}/operations/{operation}' },
  input: z.object({ api: reference(), operation: operationName() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  async run({ tx, input, target: { row, groupIds } }) {
    const [gone] = await tx
      .delete(operations)
      .where(and(eq(operations.apiId, row.id), eq(operations.name, input.operation)))
      .returning();
    if (!gone) {
      return invalid(
        'operation',
        'The API has no operation with this as its first name. Of several names only the first deletes it.',
      );
    }
    return {
      value: { id: gone.id },
      audit: {
        before: { operation: gone.name, method: gone.method, pathTemplate: gone.pathTemplate },
        affects: [row.id, ...(groupIds ?? [])],
      },
    };
  },
});
