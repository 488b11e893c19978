import { type SQL, sql } from 'drizzle-orm';
import { exactText } from '@/db/exact-text';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { isExactInstant } from '@/domain/base/instant';

export const TOKEN_SORTS = [
  '-createdAt',
  'createdAt',
  'name',
  '-name',
  'expiresAt',
  '-expiresAt',
  'lastUsedAt',
  '-lastUsedAt',
] as const;
export type TokenSort = (typeof TOKEN_SORTS)[number];
type SortKey = 'createdAt' | 'name' | 'expiresAt' | 'lastUsedAt';

// A token that was never used sorts as the one whose last use is longest ago.
const lastUsed = sql`coalesce(${tokenUsage.lastUsedAt}, '0001-01-01T00:00:00Z'::timestamptz)`;

/** What each key compares, how it stands in a cursor, and how it is read back from there. */
const KEYS: Record<SortKey, { value: SQL; text: SQL; type: SQL }> = {
  createdAt: {
    value: sql`${tokens.createdAt}`,
    text: exactText(sql`${tokens.createdAt}`),
    type: sql`timestamptz`,
  },
  expiresAt: {
    value: sql`${tokens.expiresAt}`,
    text: exactText(sql`${tokens.expiresAt}`),
    type: sql`timestamptz`,
  },
  lastUsedAt: { value: lastUsed, text: exactText(lastUsed), type: sql`timestamptz` },
  name: { value: sql`lower(${tokens.name})`, text: sql`lower(${tokens.name})`, type: sql`text` },
};

export const tokenCursor = (value: string, id: string): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

function readTokenCursor(cursor: string, key: SortKey): [value: string, id: string] | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(read) || read.length !== 2) return null;
    const [value, id] = read as unknown[];
    if (typeof value !== 'string' || typeof id !== 'string' || value.includes('\0')) return null;
    const wellFormed = key === 'name' || isExactInstant(value);
    return wellFormed && /^tok_\w+$/.test(id) ? [value, id] : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The order of a list of tokens, and the condition that it goes on after the cursor. */
export function tokenOrder(sort: TokenSort) {
  const descending = sort.startsWith('-');
  const key = sort.replace('-', '') as SortKey;
  const { value, text, type } = KEYS[key];
  const direction = descending ? sql`desc` : sql`asc`;
  return {
    orderBy: [sql`${value} ${direction}`, sql`${tokens.id} ${direction}`],
    /** Selected with each row, to make the cursor of. */
    cursorText: sql<string>`${text}`,
    /** Null where the cursor isn't one of ours for this order. */
    after(cursor: string): SQL | null {
      const read = readTokenCursor(cursor, key);
      if (read === null) return null;
      const [at, id] = read;
      const beyond = descending ? sql`<` : sql`>`;
      return sql`(${value}, ${tokens.id}) ${beyond} (${at}::${type}, ${id})`;
    },
  };
}
