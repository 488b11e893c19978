import type { DocumentErrorCode } from '@/domain/base/refusal-codes';
export const SPECIFICATIONS = ['2.0', '3.0', '3.1', '3.2'] as const;
export type Specification = (typeof SPECIFICATIONS)[number];

/** One operation as an API document describes it; all texts are storable and bounded. */
export interface ImportedOperation {
  /** As in the document, or derived from method and path; at most 200 characters. */
  readonly operationId: string;
  readonly derived: boolean;
  /** In capitals. */
  readonly method: string;
  /** Without query string or fragment: requests are not told apart by them. */
  readonly pathTemplate: string;
  /** At most 500 characters; empty where the document has none. */
  readonly summary: string;
  /** At most 20, each of at most 100 characters. */
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Says itself that it needs no token: `security: []`. A suggestion, never a grant. */
  readonly suggestsPublic?: true | undefined;
  /** Other operationIds for the same requests, sorted. */
  readonly aliases: readonly string[];
}

/** Operations of one method whose paths differ in names of parameters alone: one of them can stay. */
export interface Clash {
  readonly method: string;
  /** At least two, in the order of their paths. */
  readonly candidates: readonly ImportedOperation[];
  /** Where the first stands. */
  readonly place: string;
}

/** Where the document says the API is reached. */
export interface DocumentServer {
  /** As written, at most 300 characters. */
  readonly url: string;
  /** Every host that the variables allow, their first values first; empty where it has none. */
  readonly hosts: readonly string[];
  /** Every base path that the variables allow; empty where none is plain. */
  readonly basePaths: readonly string[];
  readonly variables: readonly ServerVariable[];
}

export interface ServerVariable {
  readonly name: string;
  readonly default: string;
  /** Empty where any value may stand. */
  readonly values: readonly string[];
}

export interface ApiDocument {
  readonly specification: Specification;
  readonly title: string;
  readonly version: string;
  readonly servers: readonly DocumentServer[];
  /** In the order of the document. */
  readonly operations: readonly ImportedOperation[];
  readonly clashes: readonly Clash[];
  /** It says itself that the API has no paths, and none was merely missed. */
  readonly saysNoPaths: boolean;
  readonly flaws: FlawReport;
}

/**
 * Kinds of flaws, the most important first: what is missing from the import, what will not work as
 * it looks, what was understood differently, what merely breaks the specification.
 */
export const FLAW_CODES = [
  'operation_left_out',
  'path_unreachable',
  'path_taken_literally',
  'several_names',
  'query_not_matched',
  'path_servers_unused',
  'server_unusable',
  'operation_id_derived',
  'method_twice',
  'text_changed',
  'version_changed',
  'yaml_lenient',
  'schema_broken',
  'schema_check_stopped',
  'reference_not_followed',
] as const;
export type FlawCode = (typeof FLAW_CODES)[number];

/** Something wrong with a document that is read all the same. */
export interface Flaw {
  readonly code: FlawCode;
  readonly message: string;
  /** JSON pointer (RFC 6901), or `line:column`, both from 1. */
  readonly place: string;
}

export interface FlawReport {
  /** The most important first; at most `MAX_FLAWS`. */
  readonly listed: readonly Flaw[];
  /** How many more there are. */
  readonly more: number;
}

export interface DocumentProblem {
  /** JSON pointer (RFC 6901), or `line:column`, both from 1, where there is no value yet. */
  readonly path: string;
  readonly message: string;
}

export interface UnreadableDocument {
  readonly ok: false;
  readonly code: DocumentErrorCode;
  /** Says how many problems there are, where not all of them are listed. */
  readonly message: string;
  /** At most `MAX_PROBLEMS`, the most important first; never empty. */
  readonly errors: readonly DocumentProblem[];
}

export type ReadResult = { readonly ok: true; readonly document: ApiDocument } | UnreadableDocument;

export const MAX_OPERATIONS = 20_000;
export const MAX_PROBLEMS = 20;
export const MAX_FLAWS = 500;

export function unreadable(
  code: DocumentErrorCode,
  message: string,
  errors: readonly DocumentProblem[] = [{ path: '', message }],
): UnreadableDocument {
  const listed = errors.slice(0, MAX_PROBLEMS);
  const all =
    errors.length > listed.length
      ? `${message} There are ${errors.length} problems; the first ${listed.length} are listed.`
      : message;
  return { ok: false, code, message: all, errors: listed };
}
