import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';

/** Removes an API none of whose scopes a group owns, with its operations and scopes. */
export const deleteApi = defineCommand({
  operation: 'apis.delete',
  summary: 'Delete an API no group uses',
  http: { method: 'DELETE', path: '/apis/{api}' },
  input: z.object({ api: reference() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.delete,
  view: ({ target: { row, groupIds = [] } }) => ({ ...row, groupCount: groupIds.length }),
  async run({ tx, target: { row } }) {
    await tx.delete(apis).where(eq(apis.id, row.id));
    return {
      value: { id: row.id },
      audit: { before: { slug: row.slug, name: row.name }, affects: [row.id] },
    };
  },
});
