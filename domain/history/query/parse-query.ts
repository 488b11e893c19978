import type { TextProblem } from '@/domain/base/refusal';
import { factsOf, isQueryKey, QUERY_KEYS, type TimeKey, type ValueKey } from './keys';
import { nearest } from './nearest';
import { quoted } from './print-query';
import { addressProblem } from './read-address';
import { isDay, readTime } from './read-time';
import { type Scanned, Scanner } from './scan';
import type { PlacedTerm, QueryTerm, QueryValue } from './terms';

/** Each is a look at several columns of every row: more than this nobody types. */
const MAX_VALUES = 30;
const MAX_PROBLEMS = 10;

export type ParsedQuery =
  | { readonly ok: true; readonly terms: readonly PlacedTerm[] }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/**
 * Reads the query language of both logs:
 *
 *     query  = { [ "-" ] ( key ":" value { "," value } | text ) }
 *     value  = text [ "*" ] | "none"
 *     text   = word | '"' { character | '\"' | '\\' } '"'
 *
 * All terms hold together, of several values any does, `-` turns a term around. Never throws.
 * @returns its terms in order, or each thing that is wrong and where
 */
export function parseQuery(source: string): ParsedQuery {
  const control = source.indexOf('\0');
  if (control >= 0) {
    const message = 'Control characters are not allowed.';
    return { ok: false, problems: [{ at: control, length: 1, message }] };
  }
  const scanner = new Scanner(source);
  const terms: PlacedTerm[] = [];
  const problems: TextProblem[] = [];
  let values = 0;
  for (scanner.skipSpace(); !scanner.isAtEnd; scanner.skipSpace()) {
    const at = scanner.at;
    const read = readTerm(scanner, problems);
    if (!read) continue;
    terms.push({ ...read, place: { at, length: scanner.at - at } });
    values += read.kind === 'key' ? read.values.length : 1;
    if (values > MAX_VALUES) {
      const length = source.length - at;
      problems.push({ at, length, message: `Search for at most ${MAX_VALUES} values.` });
      break;
    }
  }
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, MAX_PROBLEMS) }
    : { ok: true, terms };
}

/** One term; null where something is wrong with it, which is then among the problems. */
function readTerm(scanner: Scanner, problems: TextProblem[]): QueryTerm | null {
  const start = scanner.at;
  const negated = scanner.take('-') && !scanner.isAtBreak;
  const bareMinus = !negated && scanner.at > start;
  const at = scanner.at;
  const key = scanner.takeKey();
  if (key !== null) return readKey(scanner, { written: key, at, start, negated }, problems);
  const value = scanner.takeValue(false);
  if (!isWhole(scanner, value, false, problems)) return null;
  if (bareMinus) return { kind: 'text', negated, text: '-' };
  // Text is found anywhere, so that a star at its end adds nothing.
  const text = value.isQuoted ? value.text : value.text.replace(/\*+$/, '');
  if (text !== '') return { kind: 'text', negated, text };
  problems.push({ ...value.place, message: 'A * alone finds everything: leave it out.' });
  return null;
}

interface Opened {
  readonly written: string;
  /** Where the key begins, and where the term does. */
  readonly at: number;
  readonly start: number;
  readonly negated: boolean;
}

function readKey(scanner: Scanner, opened: Opened, problems: TextProblem[]): QueryTerm | null {
  const key = opened.written.toLowerCase();
  const before = problems.length;
  const values: Scanned[] = [];
  do {
    const value = scanner.takeValue(true);
    if (value.place.length === 0) {
      const message = `Say a value after “${scanner.source.slice(opened.at, scanner.at)}”.`;
      problems.push({ at: opened.start, length: scanner.at - opened.start, message });
    } else if (isWhole(scanner, value, true, problems)) {
      values.push(value);
    } else {
      return null;
    }
  } while (scanner.take(','));
  if (!isQueryKey(key)) {
    problems.splice(before, Infinity, unknownKey(scanner, opened));
    return null;
  }
  if (problems.length > before) return null;
  if (key === 'after' || key === 'before') return timeTerm(key, values, opened, problems, scanner);
  const wrong = values.flatMap((value) => valueProblem(key, value) ?? []);
  problems.push(...wrong);
  if (wrong.length > 0) return null;
  return { kind: 'key', negated: opened.negated, key, values: values.map(toValue) };
}

function unknownKey({ source, at: end }: Scanner, { written, at, start }: Opened): TextProblem {
  const near = nearest(written, Object.keys(QUERY_KEYS));
  const message = `There is no key “${written}”.`;
  if (near) return { at, length: written.length, message, suggestion: near };
  return {
    ...{ at: start, length: end - start },
    message: `${message} Use ${Object.keys(QUERY_KEYS).join(', ')}, or quote the text.`,
    suggestion: source.slice(start, at) + quoted(source.slice(at, end)),
  };
}

function timeTerm(
  key: TimeKey,
  values: readonly Scanned[],
  { negated, start }: Opened,
  problems: TextProblem[],
  scanner: Scanner,
): QueryTerm | null {
  const { source, at: end } = scanner;
  const [value] = values;
  if (!value || values.length > 1 || negated) {
    const other = key === 'after' ? 'before' : 'after';
    const message = negated ? `Write ${other}: instead.` : `Say one time after ${key}:.`;
    const suggestion = negated ? source.slice(start + 1, end).replace(/^\w+/, other) : undefined;
    problems.push({ at: start, length: end - start, message, ...(suggestion && { suggestion }) });
    return null;
  }
  const read = value.hasStar ? { suggestion: null } : readTime(value.text);
  const clock = 'time' in read && isDay(value.text) ? scanner.takeClock() : null;
  if (clock !== null) {
    const { at } = value.place;
    const suggestion = `${value.text}T${clock}${/[Zz]$|[+-]\d\d:\d\d$/.test(clock) ? '' : 'Z'}`;
    const message = 'Write the day and the time in one.';
    problems.push({ at, length: scanner.at - at, message, suggestion });
    return null;
  }
  if ('time' in read) return { kind: 'time', key, time: read.time };
  const message = 'Write a time as -24h, 2026-11-27 or 2026-11-27T10:00Z.';
  const { suggestion } = read;
  problems.push({ ...value.place, message, ...(suggestion && { suggestion }) });
  return null;
}

/** Whether a value ends where it should, with something in it. */
function isWhole(
  scanner: Scanner,
  value: Scanned,
  inList: boolean,
  problems: TextProblem[],
): boolean {
  const { source } = scanner;
  if (!value.isClosed) {
    const suggestion = `${source.slice(value.place.at)}"`;
    problems.push({
      ...value.place,
      message: 'The closing quotation mark is missing.',
      suggestion,
    });
    return false;
  }
  if (value.isQuoted && value.text === '' && !value.hasStar) {
    problems.push({ ...value.place, message: 'Nothing is between the quotation marks.' });
    return false;
  }
  if (!value.isQuoted || scanner.isAtBreak) return true;
  if (inList && source.charAt(scanner.at) === ',') return true;
  const { at } = scanner;
  scanner.skipTerm();
  const message = 'After a closing quotation mark comes a space.';
  problems.push({ at, length: scanner.at - at, message });
  return false;
}

function valueProblem(key: ValueKey, value: Scanned): TextProblem | null {
  const { text, place, isQuoted, hasStar } = value;
  if (!isQuoted && text.includes('*')) {
    const message = 'A * stands only at the end. Quote the text to find the character.';
    return { ...place, message, suggestion: quoted(text) + (hasStar ? '*' : '') };
  }
  const { reads, values } = factsOf(key);
  if (hasStar || isNone(value)) return null;
  if (values && !values.includes(text)) {
    const near = nearest(text, values);
    const message = `“${key}” is ${values.join(' or ')}.`;
    return { ...place, message, ...(near && { suggestion: near }) };
  }
  const wrong = reads === 'address' ? addressProblem(text) : null;
  if (!wrong) return null;
  const { message, suggestion } = wrong;
  return { ...place, message, ...(suggestion && { suggestion }) };
}

const isNone = ({ text, isQuoted, hasStar }: Scanned) => !isQuoted && !hasStar && text === 'none';

function toValue(value: Scanned): QueryValue {
  if (isNone(value)) return { match: 'none' };
  return { match: value.hasStar ? 'prefix' : 'exact', text: value.text };
}
