import { fitsPieces } from './collect-routes';
import { type Route, samePieces } from './compile-routes';
import type { TemplateSegment } from './path-template';
import type { ScannedPath } from './scan-path';

/** What of the route stands for this segment of a path with so many. */
export function segmentFor(route: Route, at: number, length: number): TemplateSegment {
  const { segments, multiAt } = route;
  if (multiAt < 0 || at < multiAt) return segments[at] as TemplateSegment;
  const fromEnd = length - at;
  const after = segments.length - 1 - multiAt;
  return segments[fromEnd <= after ? segments.length - fromEnd : multiAt] as TemplateSegment;
}

/** Whether the route matches as written, case and all, but for a trailing slash. */
export function isExact(route: Route, path: ScannedPath): boolean {
  // The trie has compared what was folded, and nothing was.
  if (route.isFolded && path.folded === path.segments) return true;
  const length = path.segments.length;
  for (let at = 0; at < length; at += 1) {
    const expected = segmentFor(route, at, length);
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

/** Whether parameters alone take what is escaped without need: literals may be missed elsewhere. */
export function takesEscapes(route: Route, path: ScannedPath): boolean {
  const { escaped, segments } = path;
  const isForParameters = escaped?.isForParameters;
  if (!isForParameters) return true;
  return segments.every((segment, at) => {
    if (!isForParameters[at]) return true;
    const expected = segmentFor(route, at, segments.length);
    if (expected.kind === 'multi') return true;
    if (segment.includes('/') || expected.kind === 'literal') return false;
    if (expected.kind === 'parameter') return true;
    const others = [escaped.asSent[at] as string, escaped.halfDecoded[at] as string];
    return others.every((reading) => fitsPieces(reading, expected.pieces));
  });
}

/** No router promises that `{id}` goes before `{path...}`. */
const RANK = { literal: 0, partial: 1, parameter: 2, multi: 2 } as const;

/** Nowhere less concrete than the other, and somewhere more: then every server prefers it. */
export const isMoreConcrete = (one: Route, other: Route, length: number): boolean =>
  concreteness(one, other, length) === 'more';

/** How concrete a route is beside another, for a path with so many segments. */
export function concreteness(
  one: Route,
  other: Route,
  length: number,
): 'more' | 'same' | 'less somewhere' {
  let more = false;
  for (let at = 0; at < length; at += 1) {
    const mine = segmentFor(one, at, length);
    const theirs = segmentFor(other, at, length);
    if (RANK[mine.kind] > RANK[theirs.kind]) return 'less somewhere';
    if (RANK[mine.kind] < RANK[theirs.kind]) more = true;
    else if (mine.kind === 'partial' && theirs.kind === 'partial') {
      if (!samePieces(mine.pieces, theirs.pieces)) return 'less somewhere';
    }
  }
  return more ? 'more' : 'same';
}
