import type { apis, operations } from '@/db/schema/apis';
import type { ImportedOperation } from '@/domain/openapi/api-document';
import { blockedMessage, blockedOperations } from '@/domain/routing/blocked-operations';
import type { ImportWarning } from './import-warnings';

type OperationRow = typeof operations.$inferSelect;

/** Operations that block each other once the import is done, those typed in by hand included. */
export function blockedWarnings(
  rows: readonly OperationRow[],
  imported: readonly ImportedOperation[],
  api: Pick<typeof apis.$inferSelect, 'ignoresTrailingSlash'>,
): ImportWarning[] {
  const manual = rows.filter((row) => row.source === 'manual').flatMap(asRouted);
  const all = imported.map(({ operationId, method, pathTemplate }) => ({
    operation: operationId,
    method,
    pathTemplate,
  }));
  return blockedOperations([...all, ...manual], api).map((blocked) => ({
    code: 'operation_blocked',
    message: blockedMessage(blocked),
    place: '',
  }));
}

export const asRouted = ({ name, method, pathTemplate }: OperationRow) =>
  method === null || pathTemplate === null ? [] : [{ operation: name, method, pathTemplate }];

/** What the document says of public operations, and how that differs from what is so. */
export function publicWarnings(
  imported: readonly ImportedOperation[],
  /** Names of those that are public and stay it. */
  open: ReadonlySet<string>,
  chosen: readonly string[],
): ImportWarning[] {
  const closed = imported
    .filter((operation) => operation.suggestsPublic && !open.has(operation.operationId))
    .map(({ operationId }) => operationId)
    .filter((name) => !chosen.includes(name));
  const warnings: ImportWarning[] = [];
  if (closed.length > 0) {
    const shown = closed
      .slice(0, 5)
      .map((name) => `“${name}”`)
      .join(', ');
    const more = closed.length > 5 ? ` and ${closed.length - 5} more` : '';
    const message = `The document says that these need no token (security: []): ${shown}${more}. They need one until somebody makes them public.`;
    warnings.push({ code: 'public_suggested', message, place: '' });
  }
  for (const operation of imported) {
    if (operation.suggestsPublic || !open.has(operation.operationId)) continue;
    const message = `“${operation.operationId}” is public here, and the document doesn’t say so: it stays public until somebody changes that.`;
    warnings.push({ code: 'public_unconfirmed', message, place: '' });
  }
  return warnings;
}
