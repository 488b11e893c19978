import type { ApiDocument, UnreadableDocument } from '../api-document';
import { readApiDocument } from '../read-api-document';

const RESPONSES = { 200: { description: 'Fine' } };

/** A minimal valid operation, with what a test adds to it. */
export const anOperation = (extra: object = {}) => ({ responses: RESPONSES, ...extra });

/** A minimal valid OpenAPI 3.1 document with these paths. */
export const aDocument = (paths: object, extra: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Invoices', version: '1' },
  paths,
  ...extra,
});

export async function read(source: unknown): Promise<ApiDocument> {
  const result = await readApiDocument(toSource(source));
  if (!result.ok) throw new Error(`Unexpectedly refused: ${JSON.stringify(result)}`);
  return result.document;
}

export async function refusal(source: unknown): Promise<UnreadableDocument> {
  const result = await readApiDocument(toSource(source));
  if (result.ok)
    throw new Error(`Unexpectedly read ${result.document.operations.length} operations.`);
  return result;
}

const toSource = (source: unknown): string | Uint8Array =>
  typeof source === 'string' || source instanceof Uint8Array ? source : JSON.stringify(source);
