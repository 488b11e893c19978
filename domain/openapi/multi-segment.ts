import { field, isJsonObject, type JsonObject } from './json-object';
import { follow } from './local-reference';

/** Ours, and GitHub's, which says the same. */
const EXTENSIONS = ['x-keyward-multi-segment', 'x-multi-segment'] as const;

/** Names of the path parameters that a document says take several segments: `/contents/{path}`. */
export function multiSegmentNames(root: JsonObject, holders: readonly JsonObject[]): Set<string> {
  const names = new Set<string>();
  for (const holder of holders) {
    const parameters = field(holder, 'parameters');
    for (const parameter of Array.isArray(parameters) ? parameters : []) {
      const read = resolved(root, parameter);
      const name = read && field(read, 'name');
      if (!read || typeof name !== 'string' || field(read, 'in') !== 'path') continue;
      if (EXTENSIONS.some((extension) => field(read, extension) === true)) names.add(name);
    }
  }
  return names;
}

function resolved(root: JsonObject, parameter: unknown): JsonObject | null {
  if (!isJsonObject(parameter)) return null;
  const followed = follow(root, parameter, '');
  if (followed === null) return parameter;
  return 'value' in followed && isJsonObject(followed.value) ? followed.value : null;
}

/**
 * Writes these parameters as `{name...}`, where they are a whole segment and the only such one: a
 * path can't hold two of several segments, and then none is taken for one.
 */
export function spreadParameters(pathTemplate: string, names: ReadonlySet<string>): string {
  const segments = pathTemplate.split('/');
  const places = segments.flatMap((segment, at) =>
    segment.startsWith('{') && segment.endsWith('}') && names.has(segment.slice(1, -1)) ? [at] : [],
  );
  const [place, ...more] = places;
  if (place === undefined || more.length > 0) return pathTemplate;
  return segments
    .map((segment, at) => (at === place ? `${segment.slice(0, -1)}...}` : segment))
    .join('/');
}
