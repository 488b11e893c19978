import { type Route, type RouteNode, type RouteTable, samePieces } from './compile-routes';
import type { AmbiguityReason } from './decision-reasons';
import type { TemplateSegment } from './path-template';
import { type ScannedPath, scanPath } from './scan-path';

export type RequestMatch =
  | { readonly outcome: 'matched'; readonly operation: string }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'ambiguous'; readonly reason: AmbiguityReason };

const UNKNOWN: RequestMatch = { outcome: 'unknown' };
const ambiguous = (reason: AmbiguityReason): RequestMatch => ({ outcome: 'ambiguous', reason });

/** Routes that some server might choose; `suffixed` only if it takes `.json` for a format. */
interface Candidates {
  readonly routes: Route[];
  readonly suffixed: Route[];
}

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
  const candidates: Candidates = { routes: [], suffixed: [] };
  collect(root, path, 0, candidates);
  return choose(path, candidates);
}

function choose(path: ScannedPath, { routes, suffixed }: Candidates): RequestMatch {
  let winner: Route | null = null;
  let otherwiseSlashed = false;
  for (const route of routes) {
    if (!isExact(route, path)) continue;
    if (route.trailingSlash !== path.trailingSlash) otherwiseSlashed = true;
    else if (winner === null || isMoreConcrete(route, winner)) winner = route;
  }
  if (winner === null) return otherwiseSlashed ? ambiguous('trailing_slash') : UNKNOWN;
  return isContested(winner, routes, suffixed)
    ? ambiguous('overlapping_templates')
    : winner.matched;
}

function isContested(winner: Route, routes: readonly Route[], suffixed: readonly Route[]): boolean {
  for (const route of routes) {
    if (route.operation === winner.operation) continue;
    if (!winner.isPlain || asksHeadFirst(winner, route)) return true;
    if (!isMoreConcrete(winner, route)) return true;
  }
  if (suffixed.length === 0) return false;
  // A document that has `/me.json` beside `/me` is of a server that tells them apart.
  const isWritten = winner.isPlain && winner.segments.at(-1)?.kind === 'literal';
  return suffixed.some(
    (route) => route.operation !== winner.operation && (!isWritten || asksHeadFirst(winner, route)),
  );
}

/** Some servers ask their HEAD routes first, others take the most concrete of both methods. */
const asksHeadFirst = (winner: Route, other: Route): boolean => winner.standsIn && !other.standsIn;

/** Walks every branch that fits; each is a template that exists, so there is nothing to explode. */
function collect(node: RouteNode, path: ScannedPath, depth: number, found: Candidates): void {
  if (depth === path.segments.length) {
    for (const route of node.routes) found.routes.push(route);
    return;
  }
  const folded = path.folded[depth] as string;
  const literal = node.literals.get(folded);
  if (literal) collect(literal, path, depth + 1, found);
  for (const branch of node.partials) {
    const exact = path.segments[depth] as string;
    if (fitsPieces(exact, branch.pieces) || fitsPieces(folded, branch.foldedPieces)) {
      collect(branch.node, path, depth + 1, found);
    }
  }
  if (node.parameter) collect(node.parameter, path, depth + 1, found);
  if (depth === path.segments.length - 1) collectSuffixed(node, folded, found.suffixed);
}

/** Rails, Spring and others route `/users/me.json` to `/users/me`. */
function collectSuffixed(node: RouteNode, folded: string, suffixed: Route[]): void {
  const dot = folded.lastIndexOf('.');
  if (dot <= 0) return;
  // Keys of literals are trimmed, as whole segments are.
  const stem = folded.slice(0, dot).trimEnd();
  const literal = node.literals.get(stem);
  if (literal) suffixed.push(...literal.routes);
  for (const branch of node.partials) {
    if (fitsPieces(stem, branch.foldedPieces) && !fitsPieces(folded, branch.foldedPieces)) {
      suffixed.push(...branch.node.routes);
    }
  }
}

/** Whether the route matches as written, case and all, but for a trailing slash. */
function isExact(route: Route, path: ScannedPath): boolean {
  // The trie has compared what was folded, and nothing was.
  if (route.isFolded && path.folded === path.segments) return true;
  for (let at = 0; at < route.segments.length; at += 1) {
    const expected = route.segments[at] as TemplateSegment;
    const actual = path.segments[at] as string;
    if (expected.kind === 'literal' && expected.text !== actual) return false;
    if (expected.kind === 'partial' && !fitsHoweverRead(expected, actual, path.folded[at])) {
      return false;
    }
  }
  return true;
}

/** A server that trims `%20:go` no longer finds `{name}:go`. */
const fitsHoweverRead = (
  { pieces, foldedPieces }: TemplateSegment & { readonly kind: 'partial' },
  actual: string,
  folded = actual,
): boolean => fitsPieces(actual, pieces) && (folded === actual || fitsPieces(folded, foldedPieces));

/** Whether the texts stand in this order, with at least one character for each parameter. */
function fitsPieces(segment: string, pieces: readonly string[]): boolean {
  const first = pieces[0] as string;
  const last = pieces.at(-1) as string;
  if (!segment.startsWith(first) || !segment.endsWith(last)) return false;
  const end = segment.length - last.length;
  let from = first.length;
  // The earliest place for each piece leaves the most room for the others.
  for (let index = 1; index < pieces.length - 1; index += 1) {
    const piece = pieces[index] as string;
    const at = segment.indexOf(piece, from + 1);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return end > from;
}

const RANK = { literal: 0, partial: 1, parameter: 2 } as const;

/** Nowhere less concrete than the other, and somewhere more: then every server prefers it. */
function isMoreConcrete(one: Route, other: Route): boolean {
  let more = false;
  for (let at = 0; at < one.segments.length; at += 1) {
    const mine = one.segments[at] as TemplateSegment;
    const theirs = other.segments[at] as TemplateSegment;
    if (RANK[mine.kind] > RANK[theirs.kind]) return false;
    if (RANK[mine.kind] < RANK[theirs.kind]) more = true;
    else if (mine.kind === 'partial' && theirs.kind === 'partial') {
      if (!samePieces(mine.pieces, theirs.pieces)) return false;
    }
  }
  return more;
}
