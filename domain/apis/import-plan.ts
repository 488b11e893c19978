import { createHash } from 'node:crypto';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { type apis, operations, scopeOperations } from '@/db/schema/apis';
import type { Actor } from '@/domain/base/actor';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { ApiDocument, ImportedOperation } from '@/domain/openapi/api-document';
import { diffOperations } from '@/domain/openapi/diff-operations';
import { readApiDocumentInWorker } from '@/domain/openapi/read-in-worker';
import { compileBasePath, overlap } from '@/domain/routing/base-path';
import { normalisePathTemplate } from '@/domain/routing/path-template';
import type { ApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { type Choice, chooseOperations } from './choose-operations';
import { addressWarnings, choiceWarnings, type ImportWarning } from './import-warnings';
import { refuseOpening } from './public-right';
import { blockedWarnings, publicWarnings } from './routing-warnings';
import { spreadOperations } from './several-segments';

type OperationRow = typeof operations.$inferSelect;

/** What an import would do. */
export type ImportPlan = Exclude<Awaited<ReturnType<typeof planImport>>, Refusal>;

/** Choices that come with a document: what its author, or the person who imports it, decides. */
interface Chosen {
  readonly keep: readonly string[];
  readonly multiSegment: readonly string[];
  readonly public: readonly string[];
}

/** A document as read, before it is compared with an API. */
export interface ReadDocument {
  readonly document: ApiDocument;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** Why the actor may not import into this API, whatever the document says. */
export function refuseImport(
  actor: Actor,
  target: ApiTarget,
  chosen: Pick<Chosen, 'public'>,
): Refusal | null {
  const opening = chosen.public.length > 0 ? refuseOpening(actor, target) : null;
  return apiRules.change(actor, target.row) ?? opening;
}

/** Reads a document off the main thread; what can't be read is refused with all its problems. */
export async function readImported(bytes: Uint8Array): Promise<ReadDocument | Refusal> {
  const result = await readApiDocumentInWorker(bytes);
  if (result.ok) {
    return {
      document: result.document,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
  }
  const kind = result.code === 'document_too_large' ? 'too_large' : 'invalid';
  return refuse(kind, result.code, result.message, result.errors);
}

/**
 * Compares a document with what earlier imports left. The import and its preview both come through
 * here, so whatever one refuses, so does the other.
 */
export async function planImport(
  db: Queryable,
  actor: Actor,
  target: ApiTarget,
  input: Chosen,
  { document, sha256 }: ReadDocument,
) {
  const api = target.row;
  const refusal = refuseImport(actor, target, input);
  if (refusal) return refusal;
  const rows = await db.select().from(operations).where(eq(operations.apiId, api.id));
  const current = rows.flatMap(fromDocument);
  const choices = chooseOperations(document, input.keep, current);
  if (isRefusal(choices)) return choices;
  const imported = spreadOperations(
    [...document.operations, ...choices.flatMap(({ kept }) => kept ?? [])],
    input.multiSegment,
    current,
  );
  if (isRefusal(imported)) return imported;
  if (imported.length === 0 && current.length > 0 && isAnOversight(document)) {
    const message = `The document has no operation that can be read, and importing it would take away the ${current.length} that the API has from earlier ones, with all their grants. To remove them on purpose, import a document with "paths": {}.`;
    return refuse('invalid', 'document_without_operations', message, [
      { path: 'document', message },
    ]);
  }
  const suggested = imported.filter((operation) => operation.suggestsPublic);
  const strange = input.public.find((name) => suggested.every((one) => one.operationId !== name));
  if (strange !== undefined) {
    return invalid('public', `The document doesn’t say that “${strange}” needs no token.`);
  }
  const taken = refuseTaken(rows, imported);
  if (taken) return taken;
  const diff = diffOperations(current, imported);
  const open = new Set([
    ...diff.unchanged.filter((row) => row.isPublic).map((row) => row.operationId),
    ...diff.cosmetic.flatMap(({ before, after }) => (before.isPublic ? [after.operationId] : [])),
  ]);
  const lost = [...diff.removed, ...diff.changed.map((change) => change.before)];
  return {
    current,
    diff,
    document,
    choices,
    imported,
    suggestedPublic: suggested.map((operation) => operation.operationId),
    alreadyPublic: suggested
      .map((operation) => operation.operationId)
      .filter((name) => open.has(name)),
    madePublic: input.public,
    sha256,
    scopesLosing: await countScopes(db, lost),
    warnings: [
      ...choiceWarnings(choices),
      ...addressWarnings(nearestBasePath(api, document), document, imported),
      ...blockedWarnings(rows, imported, api),
      ...publicWarnings(imported, open, input.public),
      ...renameWarnings(diff.cosmetic),
    ],
  };
}

/** While paths clash, somebody is still to choose between them. */
const isAnOversight = ({ saysNoPaths, clashes }: ApiDocument): boolean =>
  !saysNoPaths && clashes.length === 0;

/** The base path to compare with the document's: one of them that it says, if there is. */
function nearestBasePath(api: typeof apis.$inferSelect, document: ApiDocument): string {
  const said = document.servers.flatMap((server) => server.basePaths).map(compileBasePath);
  const own = [api.basePath, ...api.otherBasePaths];
  const isSaid = (path: string) => {
    const at = said.findIndex((one) => overlap(one, compileBasePath(path)) === 'same place');
    return said[at]?.text ?? null;
  };
  return own.map(isSaid).find((path) => path !== null) ?? api.basePath;
}

/** Rows that an import made, as the comparison takes them. */
const fromDocument = (row: OperationRow) =>
  row.source === 'document' && row.method !== null && row.pathTemplate !== null
    ? [{ ...row, operationId: row.name, method: row.method, pathTemplate: row.pathTemplate }]
    : [];

/** Operations typed in by hand stay out of imports, so what has their name or route can't come in. */
function refuseTaken(
  rows: readonly OperationRow[],
  imported: readonly ImportedOperation[],
): Refusal | null {
  const manual = rows.filter((row) => row.source === 'manual');
  const byName = new Map(manual.map((row) => [row.name, row]));
  const byRoute = new Map(manual.map((row) => [routeOf(row), row]));
  const errors = imported.flatMap((operation) => {
    const named = [operation.operationId, ...operation.aliases].find((name) => byName.has(name));
    const routed = byRoute.get(routeOf(operation));
    const message =
      named !== undefined
        ? `An operation typed in by hand has the same name as one in the document, “${named}”. Delete it first.`
        : routed &&
          `An operation typed in by hand, “${routed.name}”, has the same method and path as one in the document, “${operation.operationId}”. Delete it first.`;
    return message ? [{ path: 'document', message }] : [];
  });
  const [first] = errors;
  return first ? refuse('conflict', 'already_exists', first.message, errors) : null;
}

const routeOf = (operation: { method: string | null; pathTemplate: string | null }): string =>
  `${operation.method} ${normalisePathTemplate(operation.pathTemplate ?? '')}`;

async function countScopes(db: Queryable, lost: readonly { id: string }[]) {
  const counts = await db
    .select({ id: scopeOperations.operationId, scopes: sql<number>`count(*)::int` })
    .from(scopeOperations)
    .where(inArray(scopeOperations.operationId, ['', ...lost.map((operation) => operation.id)]))
    .groupBy(scopeOperations.operationId);
  return new Map(counts.map((row) => [row.id, row.scopes]));
}

const renameWarnings = (
  pairs: readonly { before: { operationId: string }; after: ImportedOperation }[],
): ImportWarning[] =>
  pairs
    .filter(({ before, after }) => before.operationId !== after.operationId)
    .map(({ before, after }) => ({
      code: 'operation_renamed',
      message: `“${before.operationId}” is called “${after.operationId}” from now on: the same requests, which its scopes keep.`,
      place: '',
    }));

export const choicesMade = (choices: readonly Choice[]): string[] =>
  choices.flatMap(({ kept }) => (kept === null ? [] : [kept.operationId]));
