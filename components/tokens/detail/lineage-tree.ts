interface Born {
  readonly id: string;
  readonly parentId: string | null;
  readonly createdAt: string;
}

/** Tokens as a tree is read: each below its parent, oldest first, with how deep it stands. */
export function lineageTree<Token extends Born>(
  tokens: readonly Token[],
): (Token & { level: number })[] {
  const known = new Set(tokens.map(({ id }) => id));
  const childrenOf = Map.groupBy(tokens, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  );
  const walk = (parent: string | null, level: number): (Token & { level: number })[] =>
    (childrenOf.get(parent) ?? [])
      .toSorted((one, other) => one.createdAt.localeCompare(other.createdAt))
      .flatMap((token) => [{ ...token, level }, ...walk(token.id, level + 1)]);
  return walk(null, 0);
}
