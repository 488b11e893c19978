export const SPECIFICATIONS = ['2.0', '3.0', '3.1'] as const;
export type Specification = (typeof SPECIFICATIONS)[number];

/** One operation as an API document describes it; all texts are storable and bounded. */
export interface ImportedOperation {
  /** As in the document, or derived from method and path; at most 200 characters. */
  readonly operationId: string;
  readonly derived: boolean;
  /** In capitals. */
  readonly method: string;
  readonly pathTemplate: string;
  /** At most 500 characters; empty where the document has none. */
  readonly summary: string;
  /** At most 20, each of at most 100 characters. */
  readonly tags: readonly string[];
  readonly deprecated: boolean;
}

export interface ApiDocument {
  readonly specification: Specification;
  readonly title: string;
  readonly version: string;
  /** Suggestions from `servers` (3.x) or `host` and `basePath` (2.0). */
  readonly hosts: readonly string[];
  readonly basePath: string;
  /** In the order of the document. */
  readonly operations: readonly ImportedOperation[];
  /** What was read past: references out of the document, paths that no request can match. */
  readonly warnings: readonly DocumentProblem[];
}

export interface DocumentProblem {
  /** JSON pointer (RFC 6901), or `line:column`, both from 1, where there is no value yet. */
  readonly path: string;
  readonly message: string;
}

export type DocumentErrorCode =
  | 'document_empty'
  | 'document_too_large'
  | 'document_not_utf8'
  | 'document_malformed'
  | 'document_duplicate_key'
  | 'document_too_complex'
  | 'document_unsupported'
  | 'document_invalid'
  | 'document_timed_out';

export interface UnreadableDocument {
  readonly ok: false;
  readonly code: DocumentErrorCode;
  readonly message: string;
  /** At most `MOST_PROBLEMS`, the first ones; never empty. */
  readonly errors: readonly DocumentProblem[];
}

export type ReadResult = { readonly ok: true; readonly document: ApiDocument } | UnreadableDocument;

export const LARGEST_DOCUMENT_BYTES = 32 * 1024 * 1024;
export const MOST_OPERATIONS = 20_000;
export const MOST_PROBLEMS = 20;

export const unreadable = (
  code: DocumentErrorCode,
  message: string,
  errors: readonly DocumentProblem[] = [{ path: '', message }],
): UnreadableDocument => ({ ok: false, code, message, errors: errors.slice(0, MOST_PROBLEMS) });
