import type { GrantedScope } from '@/domain/authority/granted-scopes';

export type HoldingScope = Pick<GrantedScope, 'id' | 'name' | 'grantedBy' | 'grantedAt'> & {
  inToken: boolean;
};

/** One operation of the group, the scopes that hold it, and whether the token opens it. */
export type AccessRow = {
  id: string;
  api: { slug: string; name: string };
  operation: string;
  method: string | null;
  pathTemplate: string | null;
  scopes: HoldingScope[];
  opened: boolean;
};

/**
 * A scope of the group with its operations, as the page is sent it: each scope once, where every one of its
 * operations would repeat it.
 */
export type SentScope = HoldingScope & {
  api: AccessRow['api'];
  operations: Pick<GrantedScope['operations'][number], 'name' | 'method' | 'pathTemplate'>[];
};

export const toSentScope = (scope: GrantedScope & { inToken: boolean }): SentScope => {
  const { id, name, api, grantedBy, grantedAt, inToken, operations } = scope;
  return {
    ...{ id, name, grantedBy, grantedAt, inToken },
    api: { slug: api.slug, name: api.name },
    operations: operations.map(({ name, method, pathTemplate }) => ({
      ...{ name, method, pathTemplate },
    })),
  };
};

/** Each operation of the group once, those the token opens first, by API and name. */
export function toAccessRows(scopes: readonly SentScope[]): AccessRow[] {
  const rows = new Map<string, AccessRow>();
  for (const { id, name, api, grantedBy, grantedAt, inToken, operations } of scopes) {
    for (const { name: operation, method, pathTemplate } of operations) {
      const key = `${api.slug} ${operation}`;
      const row = rows.get(key) ?? {
        id: key,
        api,
        operation,
        method,
        pathTemplate,
        scopes: [],
        opened: false,
      };
      row.scopes.push({ id, name, grantedBy, grantedAt, inToken });
      row.opened ||= inToken;
      rows.set(key, row);
    }
  }
  return [...rows.values()].sort(
    (left, right) => Number(right.opened) - Number(left.opened) || (left.id < right.id ? -1 : 1),
  );
}

/** Rows in which every word of the text appears: operation, path, method, API or scope. */
export function searchAccess(rows: readonly AccessRow[], text: string): AccessRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(({ api, operation, method, pathTemplate, scopes }) => {
    const names = scopes.map(({ name }) => name).join(' ');
    const hay = `${api.slug} ${operation} ${method} ${pathTemplate} ${names}`.toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}
