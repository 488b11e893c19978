import type { QueryTerm, QueryTime, QueryValue } from './terms';

/** A text in quotation marks, as the query language reads it. */
export const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** Writes terms as `parseQuery` reads them back, each as short as it can be. */
export const printQuery = (terms: readonly QueryTerm[]): string => terms.map(printTerm).join(' ');

function printTerm(term: QueryTerm): string {
  if (term.kind === 'time') return `${term.key}:${printTime(term.time)}`;
  const minus = term.negated ? '-' : '';
  if (term.kind === 'text') return minus + printText(term.text);
  return `${minus}${term.key}:${term.values.map(printValue).join(',')}`;
}

/** Bare where nothing in it would be read as something else. */
const printText = (text: string): string =>
  /^[a-zA-Z]+:|^-|["“”„*\s]|^$/.test(text) ? quoted(text) : text;

function printValue(value: QueryValue): string {
  if (value.match === 'none') return value.match;
  const { text, match } = value;
  if (match === 'prefix') return text === '' ? '*' : `${printBare(text)}*`;
  return text === 'none' ? quoted(text) : printBare(text);
}

const printBare = (text: string): string => (/["“”„*,\s]|^$/.test(text) ? quoted(text) : text);

function printTime(time: QueryTime): string {
  if (!('instant' in time)) return `-${time.amount}${time.unit}`;
  return time.instant
    .replace(/(\.\d*?)0+Z$/, '$1Z')
    .replace('.Z', 'Z')
    .replace('T00:00:00Z', '');
}
