/** What a reader would make of a text: ASCII alone, and where in the text each character stands. */
export interface PlainText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const PERCENT = 0x25;
const MAX_ASCII = 0x7e;

/**
 * Undoes what hides a secret from whoever looks for it: percent-encoding, however often it was
 * applied; other forms of the same letters (Unicode NFKC); and what stands between letters unseen,
 * as zero-width and control characters do, which are left out with all else that isn't ASCII.
 */
export function toPlainText(text: string): PlainText {
  const codes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < text.length; ) {
    const point = text.codePointAt(at) as number;
    const next = at + (point > 0xffff ? 2 : 1);
    const code = point <= MAX_ASCII ? point : compatible(point);
    if (isShown(code)) {
      codes.push(code);
      starts.push(at);
      ends.push(next);
      while (endsInEscape(codes)) undoEscape(codes, starts, ends);
    }
    at = next;
  }
  return { text: Buffer.from(codes).toString('latin1'), starts, ends };
}

const isShown = (code: number): boolean => code >= 0x20 && code <= MAX_ASCII;

/** The ASCII character that one of another form stands for; 0 where there is none. */
function compatible(point: number): number {
  const folded = String.fromCodePoint(point).normalize('NFKC');
  return folded.length === 1 ? folded.charCodeAt(0) : 0;
}

function endsInEscape(codes: readonly number[]): boolean {
  const { length } = codes;
  return length >= 3 && codes[length - 3] === PERCENT && byteOf(codes) !== null;
}

/** The byte that the last two characters are in hexadecimal. */
function byteOf(codes: readonly number[]): number | null {
  const high = hexDigit(codes.at(-2) as number);
  const low = hexDigit(codes.at(-1) as number);
  return high === null || low === null ? null : high * 16 + low;
}

function hexDigit(code: number): number | null {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = (code | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : null;
}

/** Puts the byte in the place of the escape at the end: it may complete another that was encoded twice. */
function undoEscape(codes: number[], starts: number[], ends: number[]): void {
  const byte = byteOf(codes) as number;
  const end = ends.at(-1) as number;
  const at = codes.length - 3;
  codes.length = at;
  ends.length = at;
  starts.length = isShown(byte) ? at + 1 : at;
  if (!isShown(byte)) return;
  codes.push(byte);
  ends.push(end);
}
