import type { AmbiguityReason } from './decision-reasons';
import { foldSegment, foldsToSomethingElse } from './fold-segment';

/** A path that every server splits and decodes alike. */
export interface ScannedPath {
  /** Percent-decoded; `/` alone has none. */
  readonly segments: readonly string[];
  /** The same array where folding changes nothing. */
  readonly folded: readonly string[];
  readonly trailingSlash: boolean;
}

export const LONGEST_PATH = 8_192;

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

/** ASCII that has to be encoded in a path, and that means nothing there once decoded. */
const ENCODABLE = new Uint8Array(256);
for (const character of ' "<>^`{|}') ENCODABLE[character.charCodeAt(0)] = 1;
ENCODABLE.fill(1, 0x80);

const SLASH_CODE = 47;
const CONTROL = /\p{Cc}/u;

/**
 * Splits a request path as sent (origin form, RFC 9112 section 3.2.1) and cuts its query, or says
 * why it can't be trusted to mean the same everywhere. Total, linear, no regex backtracking.
 */
export function scanPath(rawPath: string): ScannedPath | AmbiguityReason {
  if (rawPath.charCodeAt(0) !== SLASH_CODE) return 'not_origin_form';
  const query = rawPath.indexOf('?');
  const end = query < 0 ? rawPath.length : query;
  if (end > LONGEST_PATH) return 'too_long';
  const traits = inspect(rawPath, end);
  if (typeof traits === 'string') return traits;
  const trailingSlash = end > 1 && rawPath.charCodeAt(end - 1) === SLASH_CODE;
  const segments = end === 1 ? [] : split(rawPath, trailingSlash ? end - 1 : end);
  for (const segment of segments) {
    if (segment === '') return 'empty_segment';
    if (segment === '.' || segment === '..') return 'dot_segment';
  }
  if (traits === 0) return { segments, folded: segments, trailingSlash };
  if (traits === HAS_CAPITALS) {
    const folded = segments.map((segment) => segment.toLowerCase());
    return { segments, folded, trailingSlash };
  }
  const decoded = decodeAll(segments);
  if (decoded === null) return 'forbidden_encoding';
  const folded = decoded.map(foldSegment);
  if (folded.some(foldsToSomethingElse)) return 'forbidden_encoding';
  return { segments: decoded, folded, trailingSlash };
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

/** Whether the path has capitals, and more that folding or decoding changes, or what it must not hold. */
function inspect(path: string, end: number): number | AmbiguityReason {
  let traits = 0;
  for (let at = 1; at < end; at += 1) {
    const code = path.charCodeAt(at);
    const kind = code < 128 ? RAW[code] : FORBIDDEN;
    if (kind === PLAIN) continue;
    if (kind === FORBIDDEN) return 'forbidden_character';
    if (kind === CAPITAL) traits |= HAS_CAPITALS;
    else if (kind === PLUS) traits |= HAS_MORE;
    else {
      if (at + 2 >= end || !encodes(path, at)) return 'forbidden_encoding';
      traits |= HAS_MORE;
      at += 2;
    }
  }
  return traits;
}

/** Whether a whole escape stands here, of something that must be escaped and is harmless. */
function encodes(path: string, at: number): boolean {
  const high = hexDigit(path.charCodeAt(at + 1));
  const low = hexDigit(path.charCodeAt(at + 2));
  return high >= 0 && low >= 0 && ENCODABLE[high * 16 + low] === 1;
}

/** −1 where it is no hexadecimal digit (NaN, past the end, included). */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Null where a segment is not UTF-8, or hides a control character in it. */
function decodeAll(segments: readonly string[]): string[] | null {
  try {
    const decoded = segments.map(decodeURIComponent);
    return decoded.some((segment) => CONTROL.test(segment)) ? null : decoded;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
