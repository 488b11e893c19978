import type { MultiBranch, Route, RouteNode } from './compile-routes';
import type { TemplateSegment } from './path-template';
import { readingsOf, type ScannedPath } from './scan-path';

/** Routes that some server might choose. */
/** Those that are seldom there are null until they are. */
export interface Candidates {
  readonly routes: Route[];
  /** Only by a server that takes `.json` for a format. */
  suffixed: Route[] | null;
  /** Only by a server whose parameter of several segments also stands for none. */
  emptied: Route[] | null;
}

/** Walks every branch that fits; each is a template that exists, so there is nothing to explode. */
export function collect(
  node: RouteNode,
  path: ScannedPath,
  depth: number,
  found: Candidates,
): void {
  if (node.multis !== null) collectMultis(node.multis, path, depth, found);
  if (depth === path.segments.length) {
    for (const route of node.routes) found.routes.push(route);
    return;
  }
  const folded = path.folded[depth] as string;
  const literal = node.literals.get(folded);
  if (literal) collect(literal, path, depth + 1, found);
  for (const branch of node.partials) {
    if (mayFitPieces(path, depth, branch)) collect(branch.node, path, depth + 1, found);
  }
  if (node.parameter) collect(node.parameter, path, depth + 1, found);
  if (depth === path.segments.length - 1) collectSuffixed(node, path, depth, found);
}

function collectMultis(
  branches: readonly MultiBranch[],
  path: ScannedPath,
  depth: number,
  found: Candidates,
): void {
  for (const { route, suffix } of branches) {
    const from = path.segments.length - suffix.length;
    if (from < depth) continue;
    const last = suffix.length - 1;
    if (!suffix.slice(0, -1).every((segment, at) => mayFit(path, from + at, segment))) continue;
    const isFitting = last < 0 || mayFit(path, from + last, suffix[last] as TemplateSegment);
    const isSuffixed =
      !isFitting && fitsSuffixed(path, from + last, suffix[last] as TemplateSegment);
    if (!isFitting && !isSuffixed) continue;
    if (from === depth) {
      found.emptied ??= [];
      found.emptied.push(route);
    } else if (isFitting) found.routes.push(route);
    else addSuffixed(found, [route]);
  }
}

function mayFit(path: ScannedPath, at: number, expected: TemplateSegment): boolean {
  if (expected.kind === 'literal') return expected.text === path.folded[at];
  return expected.kind !== 'partial' || mayFitPieces(path, at, expected);
}

interface Pieces {
  readonly pieces: readonly string[];
  readonly foldedPieces: readonly string[];
}

function mayFitPieces(path: ScannedPath, at: number, { pieces, foldedPieces }: Pieces): boolean {
  if (fitsPieces(path.segments[at] as string, pieces)) return true;
  if (fitsPieces(path.folded[at] as string, foldedPieces)) return true;
  if (path.escaped === null) return false;
  return readingsOf(path, at).some((reading) => fitsPieces(reading, foldedPieces));
}

function addSuffixed(found: Candidates, routes: readonly Route[]): void {
  if (routes.length === 0) return;
  found.suffixed ??= [];
  found.suffixed.push(...routes);
}

/** Rails, Spring and others route `/users/me.json` to `/users/me`. */
function collectSuffixed(
  node: RouteNode,
  path: ScannedPath,
  depth: number,
  found: Candidates,
): void {
  const stems = stemsOf(path, depth);
  if (stems.length === 0) return;
  for (const stem of stems) {
    const literal = node.literals.get(stem);
    if (literal) addSuffixed(found, literal.routes);
  }
  for (const branch of node.partials) {
    if (mayFitPieces(path, depth, branch)) continue;
    if (stems.some((stem) => fitsPieces(stem, branch.foldedPieces))) {
      addSuffixed(found, branch.node.routes);
    }
  }
}

function fitsSuffixed(path: ScannedPath, at: number, expected: TemplateSegment): boolean {
  const stems = stemsOf(path, at);
  if (expected.kind === 'literal') return stems.includes(expected.text);
  return (
    expected.kind === 'partial' && stems.some((stem) => fitsPieces(stem, expected.foldedPieces))
  );
}

const NO_STEMS: readonly string[] = [];

/** A segment without what may be a format, however it is read. */
function stemsOf(path: ScannedPath, at: number): readonly string[] {
  if (path.escaped === null) {
    const folded = path.folded[at] as string;
    const dot = folded.lastIndexOf('.');
    return dot > 0 ? [folded.slice(0, dot)] : NO_STEMS;
  }
  return readingsOf(path, at).flatMap((reading) => {
    const dot = reading.lastIndexOf('.');
    if (dot <= 0) return [];
    // Keys of literals are trimmed, as whole segments are.
    const stem = reading.slice(0, dot);
    return [stem, stem.trim()];
  });
}

/** Whether the texts stand in this order, with at least one character for each parameter. */
export function fitsPieces(segment: string, pieces: readonly string[]): boolean {
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
