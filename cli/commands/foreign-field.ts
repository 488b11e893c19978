/**
 * Where something stands that the rows of an export have no place for, and that nothing vouches for; null
 * where nothing does.
 * @param read the same content, as far as it is known
 */
export function foreignField(content: unknown, read: unknown): string | null {
  if (content === read || typeof content !== 'object' || content === null) return null;
  const known = Object(read) as Record<string, unknown>;
  for (const [name, inner] of Object.entries(content)) {
    if (!Object.hasOwn(known, name)) return name;
    const below = foreignField(inner, known[name]);
    if (below !== null) return `${name}.${below}`;
  }
  return null;
}
