import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import type { ImportedOperation } from '@/domain/openapi/api-document';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { importInput } from './import-input';
import {
  choicesMade,
  type ImportPlan,
  planImport,
  readImported,
  refuseImport,
} from './import-plan';
import { importPlanSchema, toPlanView } from './import-plan-view';

const INSERT_ROWS = 2_000;

/**
 * Applies an OpenAPI document. What it adds is granted to nobody; what it removes, and what changes
 * its method or path under the same name, loses every grant it had.
 */
export const importDocument = defineCommand({
  operation: 'apis.import',
  summary: 'Import an OpenAPI document',
  http: { method: 'PUT', path: '/apis/{api}/openapi', rawBody: 'document' },
  input: importInput,
  output: importPlanSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  prepare: async ({ actor, input, target }) =>
    refuseImport(actor, target, input) ?? (await readImported(input.document)),
  async run({ tx, actor, input, target, prepared }) {
    const { row, groupIds } = target;
    const plan = await planImport(tx, actor, target, input, prepared);
    if (isRefusal(plan)) return plan;
    await applyOperations(tx, row.id, plan);
    const { title, version, specification } = plan.document;
    await tx
      .update(apis)
      .set({
        documentTitle: title,
        documentVersion: version,
        documentSpecification: specification,
        documentSha256: plan.sha256,
        importedAt: sql`now()`,
      })
      .where(eq(apis.id, row.id));
    const view = toPlanView(plan);
    return {
      value: view,
      audit: {
        before: { operations: plan.current.length, document: row.documentSha256 },
        after: {
          operations: view.operations,
          document: plan.sha256,
          specification,
          added: view.added.length,
          removed: view.removed.map((operation) => operation.name),
          changed: view.changed.map((operation) => operation.name),
          kept: choicesMade(plan.choices),
          madePublic: [...plan.madePublic],
          warnings: view.warnings.length + view.moreWarnings,
        },
        affects: [row.id, ...(groupIds ?? [])],
      },
    };
  },
});

async function applyOperations(tx: Transaction, apiId: string, plan: ImportPlan): Promise<void> {
  const gone = [...plan.diff.removed, ...plan.diff.changed.map((change) => change.before)];
  if (gone.length > 0) {
    await tx.delete(operations).where(
      inArray(
        operations.id,
        gone.map((operation) => operation.id),
      ),
    );
  }
  const renamed = plan.diff.cosmetic.filter(
    ({ before, after }) => before.operationId !== after.operationId,
  );
  // Out of each other's way first: one may take the name that another gives up.
  for (const { before } of renamed) {
    await tx.update(operations).set({ name: before.id }).where(eq(operations.id, before.id));
  }
  for (const { before, after } of plan.diff.cosmetic) {
    await tx.update(operations).set(toColumns(after)).where(eq(operations.id, before.id));
  }
  const fresh = [...plan.diff.added, ...plan.diff.changed.map((change) => change.after)];
  for (let start = 0; start < fresh.length; start += INSERT_ROWS) {
    const rows = fresh
      .slice(start, start + INSERT_ROWS)
      .map((operation) => toRow(apiId, operation));
    await tx.insert(operations).values(rows);
  }
  if (plan.madePublic.length > 0) {
    await tx
      .update(operations)
      .set({ isPublic: true })
      .where(and(eq(operations.apiId, apiId), inArray(operations.name, [...plan.madePublic])));
  }
}

const toColumns = (operation: ImportedOperation) => ({
  name: operation.operationId,
  pathTemplate: operation.pathTemplate,
  summary: operation.summary,
  tags: [...operation.tags],
  deprecated: operation.deprecated,
  aliases: [...operation.aliases],
});

const toRow = (apiId: string, operation: ImportedOperation) => ({
  id: newId('operation'),
  apiId,
  method: operation.method,
  source: 'document',
  ...toColumns(operation),
});
