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

/** The same for `*`, `**` and `<name>`, which would be taken for themselves. */
export function foreignWildcard(segment: string): string | null {
  const texts = segment.replaceAll(/\{[^}]*\}/g, '');
  const [angled] = /<[^<>]*>/.exec(texts) ?? [];
  if (angled !== undefined) {
    return `"${angled}" is no parameter of OpenAPI: write {name} for one segment; ${SEVERAL}.`;
  }
  return texts.includes('*') ? `A star is no wildcard in a path: ${SEVERAL}.` : null;
}

const LOOKS_LIKE_PARAMETER = /^:[A-Za-z_]|^\{.+\}$/;

/**
 * What to know of `:id`, or of `%7Bid%7D`: they may be meant as they stand, and so they are taken,
 * but are parameters to most who write them. Null where there is nothing like it.
 */
export function takenLiterally(
  segments: readonly { readonly kind: string; readonly text?: string }[],
): string | null {
  for (const { kind, text } of segments) {
    if (kind !== 'literal' || !text || !LOOKS_LIKE_PARAMETER.test(text)) continue;
    const name = text.replaceAll(/\W/g, '');
    return `"${text}" is a text that requests must have there, and no parameter: for one write {${name}}.`;
  }
  return null;
}
