const PREFIX_LENGTH = 4;
/** A secret as it is, and with line breaks, quotes and signs between its characters. */
const SPREAD = /kw[ps]_(?:[^0-9A-Za-z]*[0-9A-Za-z]){36}/g;
/** What colours a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it begins with one
const COLOURS = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
const ESCAPES = /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(033|e)|([\s\S]))/g;
const PERCENT = /%([0-9A-Fa-f]{2})/g;
/** Forty bytes are 54 digits of Base64, of either alphabet. */
const BASE64 = /[0-9A-Za-z+/_-]{54,}/g;
/** Of a longer text only what stands there as it is is looked for. */
const MAX_DECODED_LENGTH = 1_000_000;

/**
 * Every different secret in a text, also one that is glued to other text, broken over lines, coloured,
 * escaped (JSON, shells, URLs) or inside Base64. The checksum tells them from what only looks alike.
 * @param holds whether 40 characters of the right form have their checksum
 */
export function secretsInText(text: string, holds: (secret: string) => boolean): string[] {
  const found = new Set<string>();
  const collect = (reading: string) => {
    for (const one of spreadIn(reading)) if (holds(one)) found.add(one);
  };
  if (text.length > MAX_DECODED_LENGTH) {
    collect(text);
    return [...found];
  }
  for (const reading of readingsOf(text)) {
    collect(reading);
    for (const decoded of decodedIn(reading)) collect(decoded);
  }
  return [...found];
}

function* spreadIn(text: string): Generator<string> {
  const spread = new RegExp(SPREAD);
  for (let match = spread.exec(text); match !== null; match = spread.exec(text)) {
    const [written] = match;
    yield written.slice(0, PREFIX_LENGTH) +
      written.slice(PREFIX_LENGTH).replaceAll(/[^0-9A-Za-z]/g, '');
    // Another may begin in the middle of what only looked like one.
    spread.lastIndex = match.index + PREFIX_LENGTH;
  }
}

/** What the text may stand for, each once. */
function readingsOf(text: string): Set<string> {
  const unescaped = withoutEscapes(text);
  const decoded = withoutPercents(withoutPercents(unescaped));
  return new Set([text, unescaped, decoded, withoutEscapes(decoded)].map(withoutColours));
}

const withoutColours = (text: string) => text.replaceAll(COLOURS, '');
const character = (hexadecimal: string) => String.fromCharCode(Number.parseInt(hexadecimal, 16));
const withoutPercents = (text: string) => text.replaceAll(PERCENT, (_all, hex) => character(hex));
const withoutEscapes = (text: string) =>
  text.replaceAll(ESCAPES, (_all, four, two, colour, one) => {
    if (four ?? two) return character(four ?? two);
    if (colour) return '\u001b';
    return 'nrtbf'.includes(one) ? '\n' : one;
  });

/** Base64 anywhere in it, and broken over lines: from each of the four places a group may begin at. */
function* decodedIn(text: string): Generator<string> {
  const joined = text.replaceAll(/\s+/g, '');
  for (const part of joined === text ? [text] : [text, joined]) {
    for (const [run] of part.matchAll(BASE64)) {
      const digits = run.replaceAll('-', '+').replaceAll('_', '/');
      for (let from = 0; from < 4; from += 1) {
        const groups = digits.slice(from);
        // UTF-16, as PowerShell encodes, has a NUL after each letter.
        yield atob(groups.slice(0, groups.length - (groups.length % 4 === 1 ? 1 : 0))).replaceAll(
          '\0',
          '',
        );
      }
    }
  }
}
