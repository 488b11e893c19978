import { createHash } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { operations, scopeOperations } from '@/db/schema/apis';
import { type Refusal, refuse } from '@/domain/kernel/refusal';
import type { ApiDocument } from '@/domain/openapi/api-document';
import { diffOperations } from '@/domain/openapi/diff-operations';
import { readApiDocumentInWorker } from '@/domain/openapi/read-in-worker';

const line = z.object({ name: z.string(), method: z.string(), pathTemplate: z.string() });

export const importPlanSchema = z.object({
  /** Operations from documents after the import. */
  operations: z.number(),
  added: z.array(line),
  removed: z.array(line.extend({ scopesLosing: z.number() })),
  changed: z.array(
    line.extend({
      before: z.object({ method: z.string(), pathTemplate: z.string() }),
      scopesLosing: z.number(),
    }),
  ),
  unchanged: z.number(),
  document: z.object({
    title: z.string(),
    version: z.string(),
    specification: z.string(),
    hosts: z.array(z.string()),
    basePath: z.string(),
    /** What was read past, located by JSON pointer. */
    warnings: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
});

/** Reads a document off the main thread. @returns it with the SHA-256 of its bytes, or why it can't be used */
export async function readDocument(
  bytes: Uint8Array,
): Promise<{ document: ApiDocument; sha256: string } | Refusal> {
  const result = await readApiDocumentInWorker(bytes);
  if (!result.ok) {
    const kind = result.code === 'document_too_large' ? 'too_large' : 'invalid';
    return refuse(kind, result.code, result.message, result.errors);
  }
  return {
    document: result.document,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** Compares a document with what earlier imports left; operations typed in by hand stay out of it. */
export async function importPlan(db: Queryable, apiId: string, document: ApiDocument) {
  const current = (await db.select().from(operations).where(eq(operations.apiId, apiId))).flatMap(
    (row) =>
      row.source === 'document' && row.method !== null && row.pathTemplate !== null
        ? [{ ...row, operationId: row.name, method: row.method, pathTemplate: row.pathTemplate }]
        : [],
  );
  const diff = diffOperations(current, document.operations);
  const losing = [...diff.removed, ...diff.changed.map((change) => change.before)];
  const counts = await db
    .select({ id: scopeOperations.operationId, scopes: sql<number>`count(*)::int` })
    .from(scopeOperations)
    .where(inArray(scopeOperations.operationId, ['', ...losing.map((operation) => operation.id)]))
    .groupBy(scopeOperations.operationId);
  return {
    current,
    diff,
    document,
    scopesLosing: new Map(counts.map((row) => [row.id, row.scopes])),
  };
}

type ImportPlan = Awaited<ReturnType<typeof importPlan>>;

export function toPlanView({ diff, document, scopesLosing }: ImportPlan) {
  const asLine = (operation: { operationId: string; method: string; pathTemplate: string }) => ({
    name: operation.operationId,
    method: operation.method,
    pathTemplate: operation.pathTemplate,
  });
  const { title, version, specification, hosts, basePath, warnings } = document;
  return {
    operations: document.operations.length,
    added: diff.added.map(asLine),
    removed: diff.removed.map((operation) => ({
      ...asLine(operation),
      scopesLosing: scopesLosing.get(operation.id) ?? 0,
    })),
    changed: diff.changed.map(({ before, after }) => ({
      ...asLine(after),
      before: { method: before.method, pathTemplate: before.pathTemplate },
      scopesLosing: scopesLosing.get(before.id) ?? 0,
    })),
    unchanged: document.operations.length - diff.added.length - diff.changed.length,
    document: {
      title,
      version,
      specification,
      hosts: [...hosts],
      basePath,
      warnings: [...warnings],
    },
  };
}
