import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { apis, scopeOperations, scopes } from '@/db/schema/apis';
import { operationName } from '@/domain/apis/operation-name';
import { refuseEscalation } from '@/domain/authority/escalation';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { prose } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findOperations, loadScopeTarget, scopeName } from '@/domain/targets/scope-target';
import { scopeRules } from './scope-rules';
import { readScopeView, scopeViewSchema } from './scope-view';

/** Changes what a scope holds; every group that owns it, and all their tokens, follow at once. */
export const updateScope = defineCommand({
  operation: 'scopes.update',
  canWait: true,
  summary: 'Change a scope’s name, description or operations',
  http: { method: 'PATCH', path: '/scopes/{scope}' },
  input: z.object({
    scope: z.string().max(100),
    name: scopeName().optional(),
    description: prose().optional(),
    operations: z.array(operationName()).max(20_000).optional(),
  }),
  output: scopeViewSchema,
  conflicts: { scopes_api_name: { path: 'name', message: 'The API has a scope with this name.' } },
  target: ({ db, input }) => loadScopeTarget(db, input.scope, true),
  refusal: scopeRules.update,
  view: ({ target: { row } }) => row,
  async needsProofFor({ tx, input, target: { row } }) {
    const ofKeyward = and(eq(apis.id, row.apiId), eq(apis.slug, KEYWARD_API));
    return input.operations !== undefined && (await tx.$count(apis, ofKeyward)) > 0;
  },
  async run({ tx, actor, input, target: { row, groupIds } }) {
    const before = await readScopeView(tx, actor, row.id);
    const { name = row.name, description = row.description } = input;
    await tx
      .update(scopes)
      .set({ name, description, updatedAt: sql`now()` })
      .where(eq(scopes.id, row.id));
    if (input.operations) {
      const found = await findOperations(tx, row.apiId, input.operations);
      if (isRefusal(found)) return found;
      const held = new Set(before.operations);
      const added = found.filter((operation) => !held.has(operation.name));
      const wanted = new Set(found.map((operation) => operation.name));
      const removed = before.operations.filter((operation) => !wanted.has(operation));
      const [api] = await tx.select({ slug: apis.slug }).from(apis).where(eq(apis.id, row.apiId));
      if (api?.slug === KEYWARD_API) {
        const names = added.map((operation) => operation.name);
        const escalation = refuseEscalation(actor, names, `Widening ${row.name}`);
        if (escalation) return escalation;
      }
      if (removed.length > 0) {
        const gone = await findOperations(tx, row.apiId, removed);
        if (isRefusal(gone)) return gone;
        await tx.delete(scopeOperations).where(
          and(
            eq(scopeOperations.scopeId, row.id),
            inArray(
              scopeOperations.operationId,
              gone.map((operation) => operation.id),
            ),
          ),
        );
      }
      if (added.length > 0) {
        await tx
          .insert(scopeOperations)
          .values(added.map(({ id }) => ({ apiId: row.apiId, scopeId: row.id, operationId: id })));
      }
    }
    const after = await readScopeView(tx, actor, row.id);
    return {
      value: after,
      audit: {
        before: {
          name: before.name,
          description: before.description,
          operations: before.operations,
        },
        after: { name: after.name, description: after.description, operations: after.operations },
        affects: groupIds ?? [],
      },
    };
  },
});
