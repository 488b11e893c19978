import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { defineCommand } from '@/domain/kernel/define';
import { newId } from '@/domain/kernel/ids';
import { reference } from '@/domain/kernel/input';
import { isRefusal, refuse } from '@/domain/kernel/refusal';
import type { ImportedOperation } from '@/domain/openapi/api-document';
import { loadApiTarget } from './api-target';
import { importPlan, importPlanSchema, readDocument, toPlanView } from './import-plan';

const INSERT_ROWS = 2_000;

/**
 * Applies an OpenAPI document. What it adds is granted to nobody; what it removes, and what changes
 * its method or path under the same name, loses every grant it had.
 */
export const importDocument = defineCommand({
  operation: 'apis.import',
  summary: 'Import an OpenAPI document',
  http: { method: 'PUT', path: '/apis/{api}/openapi', rawBody: 'document' },
  input: z.object({
    api: reference(),
    document: z.custom<Uint8Array>(
      (value) => value instanceof Uint8Array,
      'Send the document as bytes.',
    ),
  }),
  output: importPlanSchema,
  conflicts: {
    operations_api_name: {
      path: 'document',
      message: 'An operation typed in by hand has the same name as one in the document.',
    },
    operations_api_route: {
      path: 'document',
      message: 'An operation typed in by hand has the same method and path as one in the document.',
    },
  },
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  async run({ tx, input, target: { row, groupIds } }) {
    if (row.builtIn) return refuse('conflict', 'built_in', 'The built-in API can’t be changed.');
    const read = await readDocument(input.document);
    if (isRefusal(read)) return read;
    const plan = await importPlan(tx, row.id, read.document);
    await applyOperations(tx, row.id, plan);
    const { title, version, specification } = read.document;
    await tx
      .update(apis)
      .set({
        documentTitle: title,
        documentVersion: version,
        documentSpecification: specification,
        documentSha256: read.sha256,
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
          document: read.sha256,
          specification,
          added: view.added.length,
          removed: view.removed.map((operation) => operation.name),
          changed: view.changed.map((operation) => operation.name),
        },
        affects: [row.id, ...(groupIds ?? [])],
      },
    };
  },
});

async function applyOperations(
  tx: Transaction,
  apiId: string,
  plan: Awaited<ReturnType<typeof importPlan>>,
): Promise<void> {
  const gone = [...plan.diff.removed, ...plan.diff.changed.map((change) => change.before)];
  if (gone.length > 0) {
    await tx.delete(operations).where(
      inArray(
        operations.id,
        gone.map((operation) => operation.id),
      ),
    );
  }
  for (const { before, after } of plan.diff.cosmetic) {
    const { pathTemplate, summary, tags, deprecated } = after;
    await tx
      .update(operations)
      .set({ pathTemplate, summary, tags: [...tags], deprecated })
      .where(eq(operations.id, before.id));
  }
  const fresh = [...plan.diff.added, ...plan.diff.changed.map((change) => change.after)];
  for (let start = 0; start < fresh.length; start += INSERT_ROWS) {
    const rows = fresh
      .slice(start, start + INSERT_ROWS)
      .map((operation) => toRow(apiId, operation));
    await tx.insert(operations).values(rows);
  }
}

const toRow = (apiId: string, operation: ImportedOperation) => ({
  id: newId('operation'),
  apiId,
  name: operation.operationId,
  method: operation.method,
  pathTemplate: operation.pathTemplate,
  summary: operation.summary,
  tags: [...operation.tags],
  deprecated: operation.deprecated,
  source: 'document',
});
