import { type Candidates, collect } from './collect-routes';
import { concreteness, isExact, isMoreConcrete, takesEscapes } from './compare-routes';
import type { Route, RouteNode, RouteTable } from './compile-routes';
import type { AmbiguityReason } from './decision-reasons';
import { type ScannedPath, scanPath } from './scan-path';

export type RequestMatch =
  | { readonly outcome: 'matched'; readonly operation: string }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'ambiguous'; readonly reason: AmbiguityReason };

const NOBODY: readonly Route[] = [];
const UNKNOWN: RequestMatch = { outcome: 'unknown' };
const ambiguous = (reason: AmbiguityReason): RequestMatch => ({ outcome: 'ambiguous', reason });

/**
 * Which operation a request is for: the one that every server would choose that decodes, splits,
 * normalises, or ignores case in its own way. Else it is ambiguous (docs/routing.md). Pure, total.
 * @param method as sent; methods are case-sensitive (RFC 9110 section 9.1)
 * @param rawPath origin form, as sent; what follows the first `?` is not looked at
 */
export function matchRequest(table: RouteTable, method: string, rawPath: string): RequestMatch {
  const path = scanPath(rawPath);
  if (typeof path === 'string') return ambiguous(path);
  const root = table.byMethod.get(method);
  if (root === undefined) return UNKNOWN;
  const chosen = choose(table, path, candidatesOf(root, path));
  const { escaped } = path;
  const split = escaped === null ? null : escaped.split;
  if (split === null) {
    if (chosen === null) return UNKNOWN;
    return typeof chosen === 'string' ? ambiguous(chosen) : chosen.matched;
  }
  // A server that decodes first has other segments; it must choose the same.
  const other = choose(table, split, candidatesOf(root, split));
  if (typeof chosen === 'string') return ambiguous(chosen);
  if (chosen === null || chosen !== other) return ambiguous('encoded_slash');
  return chosen.matched;
}

/** The operations that a request might be for on some server. */
export function contendersFor(table: RouteTable, method: string, rawPath: string): string[] {
  const path = scanPath(rawPath);
  const root = table.byMethod.get(method);
  if (typeof path === 'string' || root === undefined) return [];
  const { routes, suffixed, emptied } = candidatesOf(root, path);
  return [
    ...new Set(
      [...routes, ...(suffixed ?? []), ...(emptied ?? [])].map((route) => route.operation),
    ),
  ];
}

function candidatesOf(root: RouteNode, path: ScannedPath): Candidates {
  const candidates: Candidates = { routes: [], suffixed: null, emptied: null };
  collect(root, path, 0, candidates);
  return candidates;
}

/** Null where nothing fits. */
function choose(
  table: RouteTable,
  path: ScannedPath,
  candidates: Candidates,
): Route | AmbiguityReason | null {
  const length = path.segments.length;
  let winner: Route | null = null;
  let otherwiseSlashed = false;
  for (const route of candidates.routes) {
    if (!isExact(route, path)) continue;
    if (!table.ignoresTrailingSlash && !agreesOnSlash(route, path)) otherwiseSlashed = true;
    else if (winner === null || isMoreConcrete(route, winner, length)) winner = route;
  }
  if (winner === null) return otherwiseSlashed ? 'trailing_slash' : null;
  if (isAlone(candidates) && path.escaped === null) return winner;
  if (isContested(winner, length, candidates) || isContestedBySlash(winner, path, candidates)) {
    return 'templates_contest';
  }
  if (takesEscapes(winner, path)) return winner;
  return path.escaped?.split ? 'encoded_slash' : 'escaped_literal';
}

/** Most requests fit one template: then there is nobody to contest it. */
const isAlone = ({ routes, suffixed, emptied }: Candidates): boolean =>
  routes.length === 1 && suffixed === null && emptied === null;

const agreesOnSlash = (route: Route, { trailingSlash }: ScannedPath): boolean =>
  route.trailingSlash === trailingSlash || route.isOpenEnded;

function isContested(
  winner: Route,
  length: number,
  { routes, suffixed, emptied }: Candidates,
): boolean {
  for (const route of routes) {
    if (route.operation === winner.operation) continue;
    if (!winner.isPlain || asksHeadFirst(winner, route)) return true;
    if (!isMoreConcrete(winner, route, length)) return true;
  }
  for (const route of emptied ?? NOBODY) {
    // Where they are equal, what is written out goes before what is left out.
    if (!winner.isPlain || asksHeadFirst(winner, route)) return true;
    if (concreteness(winner, route, length) === 'less somewhere') return true;
  }
  if (suffixed === null) return false;
  // A document that has `/me.json` beside `/me` is of a server that tells them apart.
  const isWritten = winner.isPlain && winner.segments.at(-1)?.kind === 'literal';
  return suffixed.some(
    (route) => route.operation !== winner.operation && (!isWritten || asksHeadFirst(winner, route)),
  );
}

/** A trailing slash may make no difference to the API and one to something in front of it. */
function isContestedBySlash(
  winner: Route,
  path: ScannedPath,
  { routes, emptied }: Candidates,
): boolean {
  if (winner.trailingSlash === path.trailingSlash) return false;
  // A slash that is written out is more concrete than one that a parameter takes.
  if (winner.isOpenEnded && path.trailingSlash) {
    return emptied !== null || routes.some((route) => route.trailingSlash);
  }
  return (
    emptied !== null ||
    routes.some((route) => route.operation !== winner.operation && agreesOnSlash(route, path))
  );
}

/** Some servers ask their HEAD routes first, others take the most concrete of both methods. */
const asksHeadFirst = (winner: Route, other: Route): boolean => winner.standsIn && !other.standsIn;
