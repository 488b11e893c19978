import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { cut, INVISIBLE } from '@/domain/base/text';

const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;
const UNSEEN = new RegExp(INVISIBLE, 'gu');

/** What a text begins with, bounded work for one of any length; no secret at its end is cut in two. */
const beginningOf = (text: string, length: number): string =>
  withholdSecrets(text.slice(0, 2 * length)).slice(0, length);

/**
 * A text for one line of the screen, and for Postgres, which stores neither NUL nor half a
 * character: white space is joined; what is invisible, turns the direction of text, or is any other
 * control character is left out; secrets are withheld before the cut, which would leave most of one.
 */
export function displayText(text: string, limit: number): string {
  const line = beginningOf(text, limit * 8)
    .replaceAll(UNSEEN, '')
    .replaceAll(/\s+/g, ' ');
  return cut(
    line
      .replaceAll(CONTROL, '')
      .trim()
      .replaceAll(/\p{Cs}/gu, '\uFFFD'),
    limit,
  );
}

/** Whether `displayText` leaves out what a text should not hold, white space aside. */
export const holdsControls = (text: string): boolean =>
  text.replaceAll(/\s+/g, ' ').search(CONTROL) >= 0;

/** A text of the document inside a message: short, and without anything that acts. */
export const quote = (text: string): string =>
  `"${cut(beginningOf(text, 400).replaceAll(/[\p{C}\u2028\u2029]/gu, '\uFFFD'), 80)}"`;

/** One more step of a JSON pointer (RFC 6901 section 3). */
export const pointer = (parent: string, key: string | number): string =>
  cut(`${parent}/${escapeStep(String(key))}`, 1_000);

const escapeStep = (key: string): string =>
  beginningOf(key, 400)
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replaceAll(/[\p{C}\u2028\u2029]/gu, '\uFFFD');
