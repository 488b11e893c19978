/** Code points that case folding and web servers drop: soft hyphen, joiners, marks of direction. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
const NEEDS_UNICODE = /[^\x21-\x2a\x2c-\x7e]/;
const CHANGES_MEANING = /[\\;?#\p{Cc}]|^\.{0,2}$|%[0-9a-f]{2}/u;

/**
 * The form in which two segments are the same to the most forgiving server: without case, without
 * compatibility variants (close to NFKC_Casefold, Unicode chapter 3.13), `+` read as a space, and
 * no white space at the ends. Never used to match, only to notice that somebody else might.
 */
export function foldSegment(decoded: string): string {
  return NEEDS_UNICODE.test(decoded) ? foldUnicode(decoded).trim() : decoded.toLowerCase();
}

/** The same for a piece of a segment, whose ends are not the segment's. */
export const foldPiece = (decoded: string): string =>
  NEEDS_UNICODE.test(decoded) ? foldUnicode(decoded) : decoded.toLowerCase();

/** Whether folding made a separator, an escape, a dot segment, or left nothing. */
export const foldsToSomethingElse = (decoded: string, folded: string): boolean =>
  CHANGES_MEANING.test(folded) ||
  // Folding takes none away, so that there is nothing to count where none is left.
  (/[/%]/.test(folded) &&
    (countOf('/', folded) !== countOf('/', decoded) ||
      countOf('%', folded) !== countOf('%', decoded)));

const countOf = (character: string, text: string): number => text.split(character).length - 1;

function foldUnicode(decoded: string): string {
  const folded = decoded.normalize('NFKC').replace(IGNORABLE, '').toLowerCase();
  // Upper and lower again joins what has one capital: ſ and s, ß and ss, ς and σ.
  return folded.toUpperCase().toLowerCase().normalize('NFKC').replaceAll('+', ' ');
}
