import type { Clash, ImportedOperation } from './api-document';
import type { Flaws } from './flaws';
import { compare, type Nameable, type Named } from './name-operations';
import { quote } from './text';

/** A named operation with what is shown of it. */
export interface Described extends Nameable {
  /** The path without query string and fragment. */
  readonly pathTemplate: string;
  readonly texts: Pick<ImportedOperation, 'summary' | 'tags' | 'deprecated' | 'suggestsPublic'>;
}

interface Told {
  readonly operations: readonly ImportedOperation[];
  readonly clashes: readonly Clash[];
}

/**
 * Joins what no request tells apart. Paths that differ in query string or fragment are one operation
 * with several names; paths that differ in names of parameters are a clash, which somebody decides.
 */
export function tellApart(named: readonly Named<Described>[], flaws: Flaws): Told {
  const byRoute = new Map<string, Named<Described>[]>();
  for (const one of named) {
    const group = byRoute.get(one.found.route);
    if (group) group.push(one);
    else byRoute.set(one.found.route, [one]);
  }
  const operations: ImportedOperation[] = [];
  const clashes: Clash[] = [];
  for (const group of byRoute.values()) {
    const candidates = candidatesOf(group);
    const [first, ...others] = candidates;
    if (first === undefined) continue;
    if (others.length === 0) operations.push(join(first, flaws));
    else clashes.push(clash(candidates));
  }
  return { operations, clashes };
}

/** The operations of one route: one with several names, or those that contend for it. */
type Candidate = readonly [first: Named<Described>, ...others: Named<Described>[]];

function candidatesOf(group: readonly Named<Described>[]): Candidate[] {
  const ordered = group.toSorted(
    (left, right) =>
      Number(hasSuffix(left)) - Number(hasSuffix(right)) ||
      compare(left.found.template, right.found.template),
  );
  const candidates: [Named<Described>, ...Named<Described>[]][] = [];
  for (const one of ordered) {
    const same =
      candidates.find(([first]) => first.operationId === one.operationId) ??
      (hasSuffix(one)
        ? (candidates.find(([first]) => first.found.pathTemplate === one.found.pathTemplate) ??
          candidates[0])
        : undefined);
    if (same === undefined) candidates.push([one]);
    else same.push(one);
  }
  return candidates;
}

const hasSuffix = ({ found }: Named<Described>): boolean => found.template !== found.pathTemplate;

function join(candidate: Candidate, flaws: Flaws): ImportedOperation {
  const operation = toOperation(candidate);
  const { method, pathTemplate, operationId, aliases } = operation;
  const [{ found }] = candidate;
  const request = `${method} ${quote(pathTemplate)}`;
  if (aliases.length > 0) {
    const names = [operationId, ...aliases].slice(0, SHOWN_NAMES).map(quote).join(', ');
    const more =
      aliases.length + 1 > SHOWN_NAMES ? ` and ${aliases.length + 1 - SHOWN_NAMES} more` : '';
    const message = `${request} is one operation with ${aliases.length + 1} names, since no request tells them apart: ${names}${more}. A scope that holds one of them holds them all.`;
    flaws.add('several_names', found.path, message);
  } else if (candidate.some(hasSuffix)) {
    const message = `A query string or fragment tells no requests apart: ${method} ${quote(found.template)} is imported as ${request}, whatever its query.`;
    flaws.add('query_not_matched', found.path, message);
  }
  return operation;
}

const SHOWN_NAMES = 5;

function clash(candidates: readonly Candidate[]): Clash {
  const [{ found }] = candidates[0] as Candidate;
  return { method: found.method, candidates: candidates.map(toOperation), place: found.path };
}

function toOperation(candidate: Candidate): ImportedOperation {
  const [{ found, operationId, derived }] = candidate;
  const names = new Set(candidate.map((one) => one.operationId));
  names.delete(operationId);
  return {
    operationId,
    derived,
    method: found.method,
    pathTemplate: found.pathTemplate,
    ...found.texts,
    // One request for all of them: it is public only if each is.
    suggestsPublic: candidate.every((one) => one.found.texts.suggestsPublic) || undefined,
    aliases: [...names].sort(),
  };
}
