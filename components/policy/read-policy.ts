type Value = string | number | boolean | null | string[];

/**
 * The controls named `policy.…` as the commands take them; what is wrong is theirs to say. Read in the
 * browser for the preview, and on the server for saving. A length of time that is no number is NaN.
 */
export function readPolicy(form: FormData): Record<string, Value> {
  const policy: Record<string, Value> = {};
  for (const [name, entry] of form.entries()) {
    const field = name.startsWith('policy.') ? name.slice('policy.'.length) : null;
    if (field === null || typeof entry !== 'string') continue;
    if (field.endsWith('Seconds')) policy[field] = entry === '' ? null : Number(entry);
    else if (field === 'allowedCidrs') policy[field] = linesIn(entry);
    else if (field.startsWith('approve')) policy[field] = entry === 'on';
    else policy[field] = entry === '' ? null : entry;
  }
  return policy;
}

/** What of a policy that was read differs from the one there is; null where a number is missing. */
export function changedIn(
  read: Record<string, Value>,
  before: object,
): Record<string, Value> | null {
  const known = before as Record<string, Value>;
  const changed = Object.entries(read).filter(
    ([field, value]) =>
      Number.isNaN(value) || JSON.stringify(value) !== JSON.stringify(known[field]),
  );
  return changed.some(([, value]) => Number.isNaN(value)) ? null : Object.fromEntries(changed);
}

const linesIn = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
