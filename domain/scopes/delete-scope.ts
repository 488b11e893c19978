import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scopes } from '@/db/schema/apis';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadScopeTarget } from '@/domain/targets/scope-target';

/** Removes a scope no group owns. */
export const deleteScope = defineCommand({
  operation: 'scopes.delete',
  summary: 'Delete a scope no group owns',
  http: { method: 'DELETE', path: '/scopes/{scope}' },
  input: z.object({ scope: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadScopeTarget(db, input.scope, true),
  async run({ tx, target: { row, groupIds } }) {
    if (row.builtIn) return refuse('conflict', 'built_in', 'A built-in scope can’t be deleted.');
    const owners = groupIds?.length ?? 0;
    if (owners > 0) {
      return refuse(
        'conflict',
        'scope_in_use',
        `${owners} group${owners === 1 ? ' owns' : 's own'} ${row.name}. Take it away first.`,
      );
    }
    await tx.delete(scopes).where(eq(scopes.id, row.id));
    return { value: { id: row.id }, audit: { before: { name: row.name }, affects: [] } };
  },
});
