import type { AmbiguityReason } from './decision-reasons';
import {
  decodeUnreserved,
  escapeAt,
  FOR_PARAMETERS,
  hasEscapeForParameters,
  NEEDED,
  SLASH,
} from './escapes';
import { foldPiece, foldSegment, foldsToSomethingElse } from './fold-segment';

/** A path that every server splits and decodes alike, but for what `escaped` says. */
export interface ScannedPath {
  /** Percent-decoded; `/` alone has none. */
  readonly segments: readonly string[];
  /** The same array where folding changes nothing. */
  readonly folded: readonly string[];
  readonly trailingSlash: boolean;
  /** Null where nothing is escaped. */
  readonly escaped: EscapedPath | null;
}

/** How servers have the path that decode less, or at another time. */
export interface EscapedPath {
  readonly asSent: readonly string[];
  /** With unreserved characters decoded, and nothing else. */
  readonly halfDecoded: readonly string[];
  /** Of each segment, whether it has an escape that is safe in parameters alone; null where none has. */
  readonly isForParameters: readonly boolean[] | null;
  /** The path of a server that decodes before it splits, where it holds `%2F`. */
  readonly split: ScannedPath | null;
}

export const MAX_PATH_LENGTH = 8_192;

const FORBIDDEN = 0;
const PLAIN = 1;
const CAPITAL = 2;
const PLUS = 3;
const PERCENT = 4;

/** RFC 3986 section 3.3 `pchar`, without `;`; everything else is forbidden as it stands. */
const RAW = new Uint8Array(128);
for (const character of "/abcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*,=:@") {
  RAW[character.charCodeAt(0)] = PLAIN;
}
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') RAW[character.charCodeAt(0)] = CAPITAL;
RAW['+'.charCodeAt(0)] = PLUS;
RAW['%'.charCodeAt(0)] = PERCENT;

const SLASH_CODE = 47;
const CONTROL = /\p{Cc}/u;
const ESCAPE = /%[0-9a-f]{2}/i;

/**
 * Splits a request path as sent (origin form, RFC 9112 section 3.2.1) and cuts its query, or says
 * why it can't be trusted to mean the same everywhere. Total, linear, no regex backtracking.
 */
export function scanPath(rawPath: string): ScannedPath | AmbiguityReason {
  if (rawPath.charCodeAt(0) !== SLASH_CODE) return 'not_origin_form';
  const query = rawPath.indexOf('?');
  const end = query < 0 ? rawPath.length : query;
  if (end > MAX_PATH_LENGTH) return 'too_long';
  const traits = inspect(rawPath, end);
  if (typeof traits === 'string') return traits;
  const trailingSlash = end > 1 && rawPath.charCodeAt(end - 1) === SLASH_CODE;
  const segments = end === 1 ? [] : split(rawPath, trailingSlash ? end - 1 : end);
  for (const segment of segments) {
    if (segment === '') return 'doubled_slash';
    if (segment === '.' || segment === '..') return 'dot_segment';
  }
  if (traits === 0) return { segments, folded: segments, trailingSlash, escaped: null };
  if (traits === HAS_CAPITALS) {
    const folded = segments.map((segment) => segment.toLowerCase());
    return { segments, folded, trailingSlash, escaped: null };
  }
  return readEscaped(segments, trailingSlash, traits);
}

/** What stands between the slashes, of which the first character is one. */
function split(path: string, end: number): string[] {
  const segments: string[] = [];
  let from = 1;
  for (let slash = path.indexOf('/', from); slash >= 0 && slash < end; ) {
    segments.push(path.slice(from, slash));
    from = slash + 1;
    slash = path.indexOf('/', from);
  }
  segments.push(path.slice(from, end));
  return segments;
}

const HAS_CAPITALS = 1;
const HAS_MORE = 2;
const HAS_ESCAPES_FOR_PARAMETERS = 4;
const HAS_ENCODED_SLASHES = 8;

const TRAITS = {
  [NEEDED]: HAS_MORE,
  [FOR_PARAMETERS]: HAS_MORE | HAS_ESCAPES_FOR_PARAMETERS,
  [SLASH]: HAS_MORE | HAS_ESCAPES_FOR_PARAMETERS | HAS_ENCODED_SLASHES,
} as const;

/** What of the path folding or decoding changes, or why it is refused as it stands. */
function inspect(path: string, end: number): number | AmbiguityReason {
  let traits = 0;
  for (let at = 1; at < end; at += 1) {
    const code = path.charCodeAt(at);
    const kind = code < 128 ? RAW[code] : FORBIDDEN;
    if (kind === PLAIN) continue;
    if (kind === FORBIDDEN) return whyForbidden(code);
    if (kind === CAPITAL) traits |= HAS_CAPITALS;
    else if (kind === PLUS) traits |= HAS_MORE;
    else {
      const found = at + 2 < end ? escapeAt(path, at) : 'broken_escape';
      if (typeof found === 'string') return found;
      traits |= TRAITS[found];
      at += 2;
    }
  }
  return traits;
}

function whyForbidden(code: number): AmbiguityReason {
  if (code < 32 || code === 127) return 'control_character';
  if (code === '\\'.charCodeAt(0)) return 'backslash';
  return code === ';'.charCodeAt(0) ? 'semicolon' : 'forbidden_character';
}

function readEscaped(
  asSent: readonly string[],
  trailingSlash: boolean,
  traits: number,
): ScannedPath | AmbiguityReason {
  const segments = decodeAll(asSent);
  if (typeof segments === 'string') return segments;
  const folded = segments.map(foldSegment);
  if (folded.some((segment, at) => foldsToSomethingElse(segments[at] as string, segment))) {
    return 'lookalike_character';
  }
  let splitPath: ScannedPath | null = null;
  if ((traits & HAS_ENCODED_SLASHES) !== 0) {
    const parts = asSent.flatMap((segment) => segment.split(/%2f/i));
    if (parts.includes('')) return 'encoded_slash';
    const found = readEscaped(parts, trailingSlash, traits & ~HAS_ENCODED_SLASHES);
    if (typeof found === 'string') return found;
    splitPath = found;
  }
  const hasForParameters = (traits & HAS_ESCAPES_FOR_PARAMETERS) !== 0;
  const halfDecoded = hasForParameters ? asSent.map(decodeUnreserved) : asSent;
  const isForParameters = hasForParameters ? asSent.map(hasEscapeForParameters) : null;
  const escaped = { asSent, halfDecoded, isForParameters, split: splitPath };
  return { segments, folded, trailingSlash, escaped };
}

/** Every reading of a segment that a text around a parameter may be found in; folded. */
export function readingsOf({ segments, folded, escaped }: ScannedPath, at: number): string[] {
  const readings = [folded[at] as string];
  if (escaped === null) return readings;
  for (const { [at]: text = '' } of [segments, escaped.asSent, escaped.halfDecoded]) {
    const reading = foldPiece(text);
    readings.push(reading, reading.trim());
  }
  return readings;
}

function decodeAll(segments: readonly string[]): string[] | AmbiguityReason {
  try {
    const decoded = segments.map(decodeURIComponent);
    for (const segment of decoded) {
      if (segment === '.' || segment === '..') return 'dot_segment';
      if (CONTROL.test(segment)) return 'control_character';
      if (ESCAPE.test(segment)) return 'encoded_percent';
    }
    return decoded;
  } catch (error) {
    if (error instanceof URIError) return 'broken_escape';
    throw error;
  }
}
