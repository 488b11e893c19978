import { toPlainText } from './plain-text';
import { CHECKSUM_LENGTH, secretChecksum } from './secret-checksum';

const PREFIX_LENGTH = 4;
const SECRET_LENGTH = 40;

/** Texts without any of this hold no secret, however it is written: most, on a path taken thousands of times a second. */
const SUSPECT = /[kK][wW]|%|[^\x20-\x7e]/;

// Not anchored at words: what is glued to a secret must not save it. Spaces and signs may stand in it.
const SECRET = /kw[ps]_(?:[^0-9A-Za-z]*[0-9A-Za-z]){36}/gi;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly prefix: string;
}

/**
 * The text as it may be stored: in the place of each Keyward secret, `kwp_…[withheld]`. Finds secrets
 * in any case, glued to other text, escaped, and split by characters nobody sees; one that is split
 * by spaces or signs as well, where its checksum holds.
 */
export function withholdSecrets(text: string): string {
  if (!isSuspect(text)) return text;
  let kept = '';
  let from = 0;
  for (const { start, end, prefix } of secretsIn(text)) {
    kept += `${text.slice(from, start)}${prefix}…[withheld]`;
    from = end;
  }
  return kept + text.slice(from);
}

/** Whether `withholdSecrets` would find one. */
export const holdsSecret = (text: string): boolean => isSuspect(text) && secretsIn(text).length > 0;

/** The same for every text inside a JSON value, names of fields included. */
export function withholdSecretsWithin<Json>(value: Json): Json {
  if (typeof value === 'string') return withholdSecrets(value) as Json;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withholdSecretsWithin) as Json;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      withholdSecrets(name),
      withholdSecretsWithin(inner),
    ]),
  ) as Json;
}

const isSuspect = (text: string): boolean => text.length >= SECRET_LENGTH && SUSPECT.test(text);

function secretsIn(text: string): Span[] {
  const plain = toPlainText(text);
  const found: Span[] = [];
  SECRET.lastIndex = 0;
  for (let match = SECRET.exec(plain.text); match !== null; match = SECRET.exec(plain.text)) {
    const [written] = match;
    if (isSecret(written)) {
      found.push({
        start: plain.starts[match.index] as number,
        end: plain.ends[SECRET.lastIndex - 1] as number,
        prefix: written.slice(0, PREFIX_LENGTH).toLowerCase(),
      });
    } else {
      // Another may begin in the middle of what only looked like one.
      SECRET.lastIndex = match.index + PREFIX_LENGTH;
    }
  }
  return found;
}

/** In one piece always; with something in between where the checksum says that it is one. */
function isSecret(written: string): boolean {
  if (written.length === SECRET_LENGTH) return true;
  const joined = written.slice(PREFIX_LENGTH).replaceAll(/[^0-9A-Za-z]/g, '');
  const secret = written.slice(0, PREFIX_LENGTH).toLowerCase() + joined;
  const checked = secret.slice(0, -CHECKSUM_LENGTH);
  return secretChecksum(checked) === secret.slice(-CHECKSUM_LENGTH);
}
