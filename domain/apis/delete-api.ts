import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { reference } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';

/** Removes an API none of whose scopes a group owns, with its operations and scopes. */
export const deleteApi = defineCommand({
  operation: 'apis.delete',
  summary: 'Delete an API no group uses',
  http: { method: 'DELETE', path: '/apis/{api}' },
  input: z.object({ api: reference() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  async run({ tx, target: { row, groupIds } }) {
    if (row.builtIn) return refuse('conflict', 'built_in', 'The built-in API can’t be deleted.');
    const owners = groupIds?.length ?? 0;
    if (owners > 0) {
      return refuse(
        'conflict',
        'api_in_use',
        `${owners} group${owners === 1 ? ' owns' : 's own'} scopes of ${row.name}. Take them away first.`,
      );
    }
    await tx.delete(apis).where(eq(apis.id, row.id));
    return {
      value: { id: row.id },
      audit: { before: { slug: row.slug, name: row.name }, affects: [row.id] },
    };
  },
});
