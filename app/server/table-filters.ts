/** The one known value that is chosen; none, or all of them at once, are no filter. */
export function onlyOne<Value extends string>(
  known: readonly Value[],
  chosen: readonly string[] = [],
): Value | undefined {
  const values = known.filter((value) => chosen.includes(value));
  return values.length === 1 ? values[0] : undefined;
}

const REFERENCE = /^[\w.@+-]{1,100}$/;

/** Slugs and ids that were chosen; what can't be one (a mangled link) falls away. */
export function references(chosen: readonly string[] = []): string[] | undefined {
  const values = chosen.filter((value) => REFERENCE.test(value));
  return values.length > 0 ? values : undefined;
}
