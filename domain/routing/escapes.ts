import type { AmbiguityReason } from './decision-reasons';

/** What an escape may stand for, by its byte; a text says why it may stand nowhere. */
type EscapeUse = typeof NEEDED | typeof FOR_PARAMETERS | typeof SLASH | AmbiguityReason;

/** It has to be escaped in a path, and means nothing there once decoded. */
export const NEEDED = 1;
/** It needs no escape, or means something in other places: safe where a parameter takes it. */
export const FOR_PARAMETERS = 2;
export const SLASH = 3;

const useOf = (byte: number): EscapeUse => {
  if (byte >= 0x80) return NEEDED;
  if (byte < 0x20 || byte === 0x7f) return 'control_character';
  const character = String.fromCharCode(byte);
  if (character === '/') return SLASH;
  if (character === '\\') return 'backslash';
  if (character === ';') return 'semicolon';
  if (character === '?' || character === '#') return 'encoded_delimiter';
  return ' "<>^`{|}'.includes(character) ? NEEDED : FOR_PARAMETERS;
};

const USES = Array.from({ length: 256 }, (_, byte) => useOf(byte));

/** What stands escaped at this `%`. */
export function escapeAt(path: string, at: number): EscapeUse {
  const high = hexDigit(path.charCodeAt(at + 1));
  const low = hexDigit(path.charCodeAt(at + 2));
  return high < 0 || low < 0 ? 'broken_escape' : (USES[high * 16 + low] as EscapeUse);
}

/** −1 where it is no hexadecimal digit (NaN, past the end, included). */
function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** Whether a segment has escapes that are safe in parameters alone; it is known to be well-formed. */
export function hasEscapeForParameters(segment: string): boolean {
  for (let at = segment.indexOf('%'); at >= 0; at = segment.indexOf('%', at + 3)) {
    if (escapeAt(segment, at) !== NEEDED) return true;
  }
  return false;
}

const UNRESERVED = /%(?:2d|2e|3[0-9]|4[1-9a-f]|5[0-9a]|5f|6[1-9a-f]|7[0-9a]|7e)/gi;

/** Decoded as far as RFC 3986 section 6.2.2.2 calls it the same path. */
export const decodeUnreserved = (segment: string): string =>
  segment.replaceAll(UNRESERVED, decodeURIComponent);
