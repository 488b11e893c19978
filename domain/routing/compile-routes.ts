import { foldSegment } from './fold-segment';
import { normalisePathTemplate, parsePathTemplate, type TemplateSegment } from './path-template';

/** An operation that has a route; `method` is in capitals. */
export interface RoutedOperation {
  readonly operation: string;
  readonly method: string;
  readonly pathTemplate: string;
}

export interface RouteOptions {
  /** The API answers `/a/` as `/a`, and the reverse. */
  readonly ignoresTrailingSlash: boolean;
}

export interface Route {
  readonly operation: string;
  readonly normalised: string;
  readonly segments: readonly TemplateSegment[];
  /** Which segment is the parameter of several; −1 where there is none. */
  readonly multiAt: number;
  readonly trailingSlash: boolean;
  /** Ends in a parameter of several segments, which takes a trailing slash as well. */
  readonly isOpenEnded: boolean;
  /** A GET operation that stands in for HEAD. */
  readonly standsIn: boolean;
  /** Its literals are the same to a server that doesn't decode, or that reads `+` as a space. */
  readonly isPlain: boolean;
  /** Nothing but parameters and literals that folding leaves as they are. */
  readonly isFolded: boolean;
  readonly matched: { readonly outcome: 'matched'; readonly operation: string };
}

/** A trie over folded segments: it finds every route that some server might choose. */
export interface RouteNode {
  readonly literals: Map<string, RouteNode>;
  readonly partials: PartialBranch[];
  parameter: RouteNode | null;
  /** Routes that go on with a parameter of several segments. */
  multis: MultiBranch[] | null;
  readonly routes: Route[];
}

export interface PartialBranch {
  readonly pieces: readonly string[];
  readonly foldedPieces: readonly string[];
  readonly node: RouteNode;
}

export interface MultiBranch {
  readonly route: Route;
  /** What follows the parameter; literals folded. */
  readonly suffix: readonly TemplateSegment[];
}

export interface RouteTable extends RouteOptions {
  readonly byMethod: ReadonlyMap<string, RouteNode>;
  /** Operations that no path reaches: their template is invalid, or all its paths are ambiguous. */
  readonly unroutable: readonly string[];
}

/**
 * Prepares an API's operations for `matchRequest`. Their order doesn't matter. A GET operation
 * also answers HEAD (RFC 9110 section 9.3.2) where no HEAD operation has the same template.
 */
export function compileRoutes(
  operations: Iterable<RoutedOperation>,
  { ignoresTrailingSlash }: RouteOptions = { ignoresTrailingSlash: false },
): RouteTable {
  const byMethod = new Map<string, RouteNode>();
  const unroutable: string[] = [];
  const headTemplates = new Set<string>();
  const gets: Route[] = [];
  for (const operation of operations) {
    const route = toRoute(operation);
    if (route === null) {
      unroutable.push(operation.operation);
      continue;
    }
    if (operation.method === 'HEAD') headTemplates.add(route.normalised);
    if (operation.method === 'GET') gets.push(route);
    insert(rootOf(byMethod, operation.method), route);
  }
  for (const route of gets) {
    if (headTemplates.has(route.normalised)) continue;
    insert(rootOf(byMethod, 'HEAD'), { ...route, standsIn: true });
  }
  return { byMethod, unroutable, ignoresTrailingSlash };
}

function toRoute({ operation, pathTemplate }: RoutedOperation): Route | null {
  const parsed = parsePathTemplate(pathTemplate);
  if (!parsed.ok || parsed.template.route === null) return null;
  const { segments, trailingSlash } = parsed.template.route;
  return {
    operation,
    normalised: normalisePathTemplate(pathTemplate),
    segments,
    multiAt: segments.findIndex((segment) => segment.kind === 'multi'),
    trailingSlash,
    isOpenEnded: !trailingSlash && segments.at(-1)?.kind === 'multi',
    standsIn: false,
    isPlain: segments.every(isPlain),
    isFolded: segments.every(isFolded),
    matched: { outcome: 'matched', operation },
  };
}

const PLAIN = /^[A-Za-z0-9\-._~!$&'()*,=:@]*$/;

function isPlain(segment: TemplateSegment): boolean {
  if (segment.kind === 'parameter' || segment.kind === 'multi') return true;
  return segment.kind === 'literal'
    ? PLAIN.test(segment.text)
    : segment.pieces.every((piece) => PLAIN.test(piece));
}

const isFolded = (segment: TemplateSegment): boolean =>
  segment.kind === 'parameter' ||
  segment.kind === 'multi' ||
  (segment.kind === 'literal' && foldSegment(segment.text) === segment.text);

const newNode = (): RouteNode => ({
  literals: new Map(),
  partials: [],
  parameter: null,
  multis: null,
  routes: [],
});

function rootOf(byMethod: Map<string, RouteNode>, method: string): RouteNode {
  const root = byMethod.get(method) ?? newNode();
  byMethod.set(method, root);
  return root;
}

function insert(root: RouteNode, route: Route): void {
  const { segments, multiAt } = route;
  let node = root;
  for (const segment of multiAt < 0 ? segments : segments.slice(0, multiAt)) {
    node = childFor(node, segment);
  }
  if (multiAt < 0) node.routes.push(route);
  else {
    node.multis ??= [];
    node.multis.push({ route, suffix: segments.slice(multiAt + 1).map(folded) });
  }
}

const folded = (segment: TemplateSegment): TemplateSegment =>
  segment.kind === 'literal' ? { kind: 'literal', text: foldSegment(segment.text) } : segment;

function childFor(node: RouteNode, segment: TemplateSegment): RouteNode {
  if (segment.kind === 'literal') {
    const key = foldSegment(segment.text);
    const child = node.literals.get(key) ?? newNode();
    node.literals.set(key, child);
    return child;
  }
  if (segment.kind !== 'partial') {
    node.parameter ??= newNode();
    return node.parameter;
  }
  const known = node.partials.find((branch) => samePieces(branch.pieces, segment.pieces));
  if (known) return known.node;
  const { pieces, foldedPieces } = segment;
  const branch = { pieces, foldedPieces, node: newNode() };
  node.partials.push(branch);
  return branch.node;
}

export const samePieces = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((piece, index) => piece === other[index]);
