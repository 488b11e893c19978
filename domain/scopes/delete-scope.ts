import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scopes } from '@/db/schema/apis';
import { defineCommand } from '@/domain/commands/define';
import { loadScopeTarget } from '@/domain/targets/scope-target';
import { scopeRules } from './scope-rules';

/** Removes a scope no group owns. */
export const deleteScope = defineCommand({
  operation: 'scopes.delete',
  summary: 'Delete a scope no group owns',
  http: { method: 'DELETE', path: '/scopes/{scope}' },
  input: z.object({ scope: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadScopeTarget(db, input.scope, true),
  refusal: scopeRules.delete,
  view: ({ target: { row, groupIds = [] } }) => ({ ...row, groupCount: groupIds.length }),
  async run({ tx, target: { row } }) {
    await tx.delete(scopes).where(eq(scopes.id, row.id));
    return { value: { id: row.id }, audit: { before: { name: row.name }, affects: [] } };
  },
});
