import { type SQL, sql } from 'drizzle-orm';

/**
 * A correlated subquery as a selected column. Written inside a select of one table, drizzle drops the
 * table names of direct column references, which would make `id` ambiguous; one level deeper it keeps them.
 */
export const subquery = <T>(query: SQL): SQL<T> => sql<T>`${query}`;
