import { factsOf, LOGS, type Log } from './keys';
import type { QueryTerm } from './terms';

type KeyTerm = Extract<QueryTerm, { kind: 'key' }>;

/** Whether a term asks for what only the other log has. Turned around, it takes nothing away here. */
export const asksElsewhere = (term: QueryTerm, log: Log): boolean =>
  term.kind === 'key' && !term.negated && !factsOf(term.key).logs.includes(log);

/** What `kind:` says of a log. */
export function isOfKind({ values, negated }: KeyTerm, log: Log): boolean {
  const isNamed = values.some(
    (value) =>
      value.match !== 'none' &&
      (value.match === 'prefix' ? log.startsWith(value.text) : log === value.text),
  );
  return isNamed !== negated;
}

/** The logs in which a query can find something. */
export const logsOf = (terms: readonly QueryTerm[]): Log[] =>
  LOGS.filter((log) =>
    terms.every(
      (term) =>
        !asksElsewhere(term, log) &&
        (term.kind !== 'key' || term.key !== 'kind' || isOfKind(term, log)),
    ),
  );
