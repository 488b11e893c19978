import { cut, INVISIBLE } from '@/domain/kernel/text';

const CONTROL = /[\p{Cc}\u2028\u2029]/u;
const UNSEEN = new RegExp(INVISIBLE, 'gu');

/**
 * A text for one line of the screen, and for Postgres, which stores neither NUL nor half a
 * character: white space is joined, what is invisible or turns the direction of text left out, the
 * rest of the control characters refused with null.
 */
export function displayText(text: string, limit: number): string | null {
  const line = text
    .slice(0, limit * 8)
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return CONTROL.test(line) ? null : cut(line.replaceAll(/\p{Cs}/gu, '\uFFFD'), limit);
}

/** A text of the document inside a message: short, and without anything that acts. */
export const quote = (text: string): string =>
  `"${cut(text.slice(0, 400).replaceAll(/[\p{C}\u2028\u2029]/gu, '\uFFFD'), 80)}"`;

/** One more step of a JSON pointer (RFC 6901 section 3). */
export const pointer = (parent: string, key: string | number): string =>
  cut(`${parent}/${escapeStep(String(key))}`, 1_000);

const escapeStep = (key: string): string =>
  key
    .slice(0, 400)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replaceAll(/[\p{C}\u2028\u2029]/gu, '\uFFFD');
