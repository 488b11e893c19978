import { and, arrayContains, eq, ilike, isNull, not, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { containsPattern } from '@/domain/base/like';
import { invalid, type Refusal } from '@/domain/base/refusal';

/** Each is a look at several columns of every row: more than this nobody types. */
const MAX_TERMS = 30;

interface Term {
  readonly key: string | null;
  readonly value: string;
  readonly negated: boolean;
}

/** Splits `key:value`, `-key:value`, `"quoted text"` and plain words. */
export function parseSearch(text: string): Term[] {
  const pattern = /(-)?(?:([a-zA-Z]+):)?(?:"([^"]*)"|(\S+))/g;
  return [...text.matchAll(pattern)].map(([, minus, key, quoted, plain]) => ({
    key: key?.toLowerCase() ?? null,
    value: quoted ?? plain ?? '',
    negated: minus !== undefined,
  }));
}

/** A column, or a condition of its own for a value; none for a value that nothing there can match. */
type Place = PgColumn | ((value: string) => SQL | undefined);

export interface SearchSpace {
  /** What `key:value` compares exactly (any of it), by key: columns, of which a list holds the value. */
  readonly keys: Readonly<Record<string, readonly Place[]>>;
  /** Columns that free text is looked for in. */
  readonly text: readonly PgColumn[];
}

/** The condition of a search, or a refusal that names the unknown key and lists the known ones. */
export function searchCondition(
  query: string | undefined,
  space: SearchSpace,
): SQL | undefined | Refusal {
  if (!query) return undefined;
  if (query.includes('\0')) return invalid('q', 'Control characters are not allowed.');
  const terms = parseSearch(query);
  if (terms.length > MAX_TERMS) return invalid('q', `Search for at most ${MAX_TERMS} terms.`);
  const conditions: (SQL | undefined)[] = [];
  for (const { key, value, negated } of terms) {
    const places = key === null ? space.text : placesOf(space, key);
    if (!places) {
      const known = Object.keys(space.keys).join(', ');
      return invalid('q', `There is no key “${key}”. Use ${known}, or quote the text.`);
    }
    const matches = or(
      ...places.map((place) =>
        typeof place === 'function' ? place(value) : matching(place, key, value),
      ),
    );
    if (matches) conditions.push(negated ? not(sql`coalesce(${matches}, false)`) : matches);
  }
  return and(...conditions);
}

const placesOf = ({ keys }: SearchSpace, key: string) =>
  Object.hasOwn(keys, key) ? keys[key] : undefined;

function matching(column: PgColumn, key: string | null, value: string): SQL {
  if (key === null) return ilike(column, containsPattern(value));
  if (column.columnType === 'PgArray') {
    return value === 'none' ? sql`${column} = '{}'` : arrayContains(column, [value]);
  }
  if (value === 'none') return isNull(column);
  return value.endsWith('*')
    ? ilike(column, `${containsPattern(value.slice(0, -1)).slice(1)}`)
    : eq(column, value);
}
