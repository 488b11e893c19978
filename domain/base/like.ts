import { and, type Column, ilike, or, type SQL } from 'drizzle-orm';

/** A LIKE pattern that finds the text anywhere, its own wildcards taken literally. */
export const containsPattern = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;

/** Each word is somewhere in one of the columns: what a label of several columns is found by. */
export const containsWords = (text: string, columns: readonly Column[]): SQL | undefined =>
  and(
    ...text
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => or(...columns.map((column) => ilike(column, containsPattern(word))))),
  );
