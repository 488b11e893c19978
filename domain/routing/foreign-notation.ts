/** RFC 6570 sections 3.2.3 to 3.2.9, and their like in frameworks. */
const OPERATOR = /^[+#./;?&*=!|]|[*+?]$|[:,=]/;

const SEVERAL = 'for a parameter of several segments write {path...}';

/**
 * What to write in place of a parameter such as `{path+}`, `{*path}`, `{rest:.*}` or `{?query}`:
 * OpenAPI knows none of them, so that each would be taken for a single segment. Null for a name.
 */
export function foreignParameter(name: string): string | null {
  if (!OPERATOR.test(name)) return null;
  return name.startsWith('?') || name.startsWith('&')
    ? `"{${name}}" is a query, which is no part of a path: leave it out.`
    : `"{${name}}" is no parameter of OpenAPI: write {name} for one segment; ${SEVERAL}.`;
}

/** The same for `*` and `**`, which would be taken for themselves. */
export function foreignWildcard(segment: string): string | null {
  const texts = segment.replaceAll(/\{[^}]*\}/g, '');
  return texts.includes('*') ? `A star is no wildcard in a path: ${SEVERAL}.` : null;
}
