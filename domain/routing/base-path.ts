import { foldSegment } from './fold-segment';

/** `/`, or segments without a trailing slash, of which each is plain or a variable: `/{version}`. */
export interface BasePath {
  readonly text: string;
  /** Null for a variable. */
  readonly segments: readonly (string | null)[];
  readonly foldedSegments: readonly (string | null)[];
  readonly hasVariables: boolean;
}

const VARIABLE = /^\{[A-Za-z0-9._~-]+\}$/;
const PLAIN = /^(?!\.{1,2}$)[A-Za-z0-9._~-]+$/;

/** Whether a text is a base path. */
export const isBasePath = (text: string): boolean =>
  text === '/' ||
  (text.startsWith('/') &&
    segmentsOf(text).every((segment) => PLAIN.test(segment) || VARIABLE.test(segment)));

export function compileBasePath(text: string): BasePath {
  const segments = segmentsOf(text).map((segment) => (VARIABLE.test(segment) ? null : segment));
  return {
    text,
    segments,
    foldedSegments: segments.map((segment) => segment && foldSegment(segment)),
    hasVariables: segments.includes(null),
  };
}

/**
 * What follows the base path, without the query: `/users` of `/v1/users` in `/v1`, and `/` of `/v1`
 * itself. Null where the path is not below it, compared exactly as sent; a variable takes letters,
 * digits and `- . _ ~`, and no dot segment.
 */
export function pathWithin(basePath: BasePath, rawPath: string): string | null {
  const path = withoutQuery(rawPath);
  if (basePath.hasVariables) return pathWithinVariables(basePath, path);
  const { text } = basePath;
  if (text === '/') return path;
  if (!path.startsWith(text)) return null;
  const rest = path.slice(text.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : null;
}

function pathWithinVariables({ segments }: BasePath, path: string): string | null {
  let from = 0;
  for (const expected of segments) {
    if (path[from] !== '/') return null;
    const slash = path.indexOf('/', from + 1);
    const end = slash < 0 ? path.length : slash;
    const actual = path.slice(from + 1, end);
    if (expected === null ? !PLAIN.test(actual) : expected !== actual) return null;
    from = end;
  }
  return from === path.length ? '/' : path.slice(from);
}

/** The same for the first of several that fits. */
export function pathWithinAny(basePaths: readonly BasePath[], rawPath: string): string | null {
  for (const basePath of basePaths) {
    const within = pathWithin(basePath, rawPath);
    if (within !== null) return within;
  }
  return null;
}

/** Whether every path below one is below the other, or may be. */
export function overlap(one: BasePath, other: BasePath): 'same place' | 'nested' | null {
  const [short, long] = one.segments.length <= other.segments.length ? [one, other] : [other, one];
  const fits = short.foldedSegments.every((segment, at) => {
    const theirs = long.foldedSegments[at];
    return segment === null || theirs === null || segment === theirs;
  });
  if (!fits) return null;
  return short.segments.length === long.segments.length ? 'same place' : 'nested';
}

export function withoutQuery(rawPath: string): string {
  const at = rawPath.indexOf('?');
  return at < 0 ? rawPath : rawPath.slice(0, at);
}

function segmentsOf(path: string): string[] {
  return path === '/' ? [] : path.slice(1).split('/');
}

/** The first segments of a path as the most forgiving server has them. */
export const foldedStart = (path: string, count: number): string[] =>
  segmentsOf(path).slice(0, count).map(foldEncoded);

/** A segment with a broken escape is itself: the path will turn out ambiguous in any API. */
function foldEncoded(segment: string): string {
  try {
    return foldSegment(decodeURIComponent(segment));
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
