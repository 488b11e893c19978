export type Claims = Readonly<Record<string, unknown>>;

/**
 * A claim by its name, or inside others by a JSON Pointer (RFC 6901), such as
 * `/kubernetes.io/namespace`; undefined where there is none.
 */
export function claimAt(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return own(claims, name);
  const steps = name.slice(1).split('/');
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(own, claims);
}

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Claims)[name]
    : undefined;
