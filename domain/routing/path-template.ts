import { foldPiece } from './fold-segment';
import { foreignParameter, foreignWildcard } from './foreign-notation';
import { type ScannedPath, scanPath } from './scan-path';

/** What one segment of a template accepts. Literals are percent-decoded. */
export type TemplateSegment =
  | { readonly kind: 'literal'; readonly text: string }
  /** `{base}...{head}`: the texts around and between the parameters, one more than those. */
  | {
      readonly kind: 'partial';
      readonly pieces: readonly string[];
      readonly foldedPieces: readonly string[];
    }
  | { readonly kind: 'parameter' }
  /** `{path...}`: one segment or more. */
  | { readonly kind: 'multi' };

export interface PathTemplate {
  /** Parameter names in order, without the dots of one of several segments. */
  readonly parameters: readonly string[];
  /** With `{}` and `{...}` for the parameters: equal for templates that differ in names alone. */
  readonly normalised: string;
  /** Null where no request path can ever match, because such a path would be ambiguous. */
  readonly route: {
    readonly segments: readonly TemplateSegment[];
    readonly trailingSlash: boolean;
  } | null;
}

export type ParsedTemplate =
  | { readonly ok: true; readonly template: PathTemplate }
  | { readonly ok: false; readonly message: string };

export const MAX_TEMPLATE_LENGTH = 1_000;

// Invisible characters and those that turn the direction of text would make a path look like another.
const UNSTORABLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const PATH_CHARACTER = /[A-Za-z0-9\-._~!$&'()*+,;=:@%]/;

const fail = (message: string): ParsedTemplate => ({ ok: false, message });

/**
 * Reads a path template (OpenAPI 3.1 section 4.8.8.2): starts with `/`, braces are balanced and
 * hold a name that is used once and has no `/`. Beyond OpenAPI, one parameter may stand for several
 * segments: `{path...}`. Notations of others for that, or for queries, are refused.
 */
export function parsePathTemplate(text: string): ParsedTemplate {
  if (!text.startsWith('/')) return fail('A path starts with "/".');
  if (text.length > MAX_TEMPLATE_LENGTH) {
    return fail(
      `A path has at most ${MAX_TEMPLATE_LENGTH} characters; this one has ${text.length}.`,
    );
  }
  if (UNSTORABLE.test(text))
    return fail('A path holds no control characters, invisible characters or broken Unicode.');
  const parameters = new Set<string>();
  const segments: string[][] = [];
  for (const segment of text.slice(1).split('/')) {
    const pieces = readPieces(segment, parameters);
    if (typeof pieces === 'string') return fail(pieces);
    segments.push(pieces);
  }
  if (segments.filter(isMulti).length > 1) {
    return fail('A path has at most one parameter of several segments.');
  }
  return {
    ok: true,
    template: {
      parameters: [...parameters],
      normalised: normalisePathTemplate(text),
      route: toRoute(segments),
    },
  };
}

/** Replaces each `{name}` by `{}`, and each `{name...}` by `{...}`. */
export const normalisePathTemplate = (text: string): string =>
  text.replaceAll(/\{[^{}]*?(\.\.\.)?\}/g, '{$1}');

/** How a parameter of several segments is kept among the texts of its segment. */
const MULTI = '...';
const isMulti = (pieces: readonly string[]): boolean => pieces[1] === `}${MULTI}`;

/** The literal texts around the parameters of a segment, or what is wrong with it. */
function readPieces(segment: string, parameters: Set<string>): string[] | string {
  const [first = '', ...rest] = segment.split('{');
  const unbalanced = 'The braces of a path are balanced, are not nested, and hold no "/".';
  if (first.includes('}')) return unbalanced;
  const wildcard = foreignWildcard(segment);
  if (wildcard) return wildcard;
  const pieces = [first];
  for (const part of rest) {
    const [name = '', after, ...surplus] = part.split('}');
    if (after === undefined || surplus.length > 0) return unbalanced;
    const plain = name.endsWith(MULTI) ? name.slice(0, -MULTI.length) : name;
    if (plain === '') return 'A path parameter has a name.';
    const foreign = foreignParameter(plain);
    if (foreign) return foreign;
    if (parameters.has(plain)) return `The path parameter "${plain}" stands twice.`;
    parameters.add(plain);
    if (plain === name) pieces.push(after);
    else if (segment === `{${name}}`) return ['', `}${MULTI}`];
    else return `A parameter of several segments stands alone between slashes: /{${name}}/.`;
  }
  return pieces;
}

function toRoute(rawSegments: readonly string[][]): PathTemplate['route'] {
  const encoded = rawSegments.map((pieces) => (isMulti(pieces) ? pieces : pieces.map(encodePiece)));
  // The template's own literals must pass the rule for requests, with "x" for each parameter.
  const written = encoded.map((pieces) => (isMulti(pieces) ? 'x' : pieces.join('x')));
  const sample = scanLiterals(`/${written.join('/')}`);
  if (sample === null) return null;
  const segments: TemplateSegment[] = [];
  for (const pieces of encoded.slice(0, sample.segments.length)) {
    const segment = toSegment(pieces);
    if (segment === null) return null;
    segments.push(segment);
  }
  return { segments, trailingSlash: sample.trailingSlash };
}

/** Null also where a literal is written with escapes that not every server reads alike. */
function scanLiterals(path: string): ScannedPath | null {
  const scanned = scanPath(path);
  return typeof scanned === 'string' || scanned.escaped?.isForParameters ? null : scanned;
}

function toSegment(encoded: readonly string[]): TemplateSegment | null {
  if (isMulti(encoded)) return { kind: 'multi' };
  const pieces: string[] = [];
  for (const piece of encoded) {
    // A character split over two pieces, which only a hostile template does, decodes to nothing.
    const scanned = scanLiterals(`/x${piece}`);
    if (scanned === null) return null;
    pieces.push(scanned.segments[0]?.slice(1) ?? '');
  }
  const [text = ''] = pieces;
  if (pieces.length === 1) return { kind: 'literal', text };
  return pieces.every((piece) => piece === '') && pieces.length === 2
    ? { kind: 'parameter' }
    : { kind: 'partial', pieces, foldedPieces: pieces.map(foldPiece) };
}

/** Escapes what a path can’t hold as it stands. */
export const encodePiece = (text: string): string =>
  Array.from(text, (character) =>
    PATH_CHARACTER.test(character) ? character : encodeCharacter(character),
  ).join('');

const encodeCharacter = (character: string): string =>
  Array.from(
    Buffer.from(character, 'utf8'),
    (byte) => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`,
  ).join('');
