import {
  factsOf,
  isQueryKey,
  QUERY_KEYS,
  type QueryKey,
  type ValueKey,
} from '@/domain/history/query/keys';
import { printQuery } from '@/domain/history/query/print-query';

/** The term that is being typed: where it stands, and what of it is before the caret. */
export interface TypedTerm {
  readonly start: number;
  readonly end: number;
  readonly minus: string;
  /** Lower case; null while there is no colon. */
  readonly key: string | null;
  /** Values before the one that is typed, with their commas. */
  readonly earlier: string;
  /** Of the key, or of the value, without its quotation mark. */
  readonly prefix: string;
  readonly isQuoted: boolean;
}

/** What stands around the caret, up to spaces that no quotation marks hold together. */
export function typedTerm(text: string, caret: number): TypedTerm {
  let start = 0;
  let end = text.length;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\' && isQuoted) at += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (/\s/.test(character) && !isQuoted) {
      if (at >= caret) {
        end = at;
        break;
      }
      start = at + 1;
    }
  }
  const typed = text.slice(start, caret);
  const [, minus = '', key, value] = /^(-?)(?:([a-zA-Z]+):)?(.*)$/s.exec(typed) ?? [];
  const written = value ?? '';
  const comma = key === undefined ? -1 : written.lastIndexOf(',');
  return {
    ...{ start, end, minus },
    key: key?.toLowerCase() ?? null,
    earlier: written.slice(0, comma + 1),
    prefix: written.slice(comma + 1).replace(/^"/, ''),
    isQuoted: written.startsWith('"', comma + 1),
  };
}

export interface Completion {
  /** What is offered: a key with its colon, or a value. */
  readonly label: string;
  readonly hint?: string;
  /** The whole query with it in its place, and where the caret is then. */
  readonly text: string;
  readonly caret: number;
}

/** A value with its name, where it is an id, or with what it means. */
export interface OfferedValue {
  readonly value: string;
  readonly label: string | null;
}

const TIMES: readonly OfferedValue[] = [
  { value: '-15m', label: '15 minutes ago' },
  { value: '-1h', label: 'an hour ago' },
  { value: '-24h', label: '24 hours ago' },
  { value: '-7d', label: '7 days ago' },
  { value: '-30d', label: '30 days ago' },
];

const KEYS = Object.keys(QUERY_KEYS) as QueryKey[];

/** Keys that begin with what is typed; none where a value is typed. */
export function keyCompletions(text: string, typed: TypedTerm): Completion[] {
  if (typed.key !== null || typed.isQuoted || !/^[a-zA-Z]*$/.test(typed.prefix)) return [];
  return KEYS.filter((key) => key.startsWith(typed.prefix.toLowerCase())).map((key) => ({
    label: `${key}:`,
    hint: factsOf(key).says,
    ...inPlace(text, typed, `${typed.minus}${key}:`),
  }));
}

/** Values that are known without asking; null where the server knows them. */
export function knownValues({ key }: TypedTerm): readonly OfferedValue[] | null {
  if (key === null || !isQueryKey(key)) return [];
  const { values, reads } = factsOf(key);
  if (reads === 'time') return TIMES;
  return values?.map((value) => ({ value, label: null })) ?? null;
}

/** Values that what is typed begins, or whose names hold it, as completions of the key before it. */
export function valueCompletions(
  text: string,
  typed: TypedTerm,
  values: readonly OfferedValue[],
): Completion[] {
  const prefix = typed.prefix.toLowerCase();
  const fits = ({ value, label }: OfferedValue) =>
    value.toLowerCase().startsWith(prefix) || label?.toLowerCase().includes(prefix);
  return values
    .filter((offered) => fits(offered) && offered.value !== typed.prefix)
    .map(({ value, label }) => {
      const term = `${typed.minus}${typed.key}:${typed.earlier}${written(typed.key, value)}`;
      return { label: value, ...(label && { hint: label }), ...inPlace(text, typed, `${term} `) };
    });
}

/** A value as the query language has it, quoted where it must be. */
function written(key: string | null, text: string): string {
  const values = [{ match: 'exact', text } as const];
  return printQuery([{ kind: 'key', negated: false, key: key as ValueKey, values }]).slice(
    `${key}:`.length,
  );
}

function inPlace(text: string, { start, end }: TypedTerm, term: string) {
  const after = text.slice(end).replace(/^\s+/, term.endsWith(' ') ? '' : ' ');
  return { text: text.slice(0, start) + term + after, caret: start + term.length };
}
