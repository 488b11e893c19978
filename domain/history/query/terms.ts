import type { TimeKey, ValueKey } from './keys';

/** Where a term stands in what was typed: `length` characters from `at`, the first being 0. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/** `exact`: all of it · `prefix`: what begins with it, anything where it is empty · `none`: nothing is there. */
export type QueryValue =
  | { readonly match: 'exact' | 'prefix'; readonly text: string }
  | { readonly match: 'none' };

export const UNITS = ['s', 'm', 'h', 'd', 'w'] as const;
export type Unit = (typeof UNITS)[number];

/** A time of the calendar (RFC 3339, UTC, as `Date` writes it), or so long before the moment it is asked. */
export type QueryTime =
  | { readonly instant: string }
  | { readonly amount: number; readonly unit: Unit };

/** One condition. All terms of a query hold together; of several values, any. */
export type QueryTerm =
  | { readonly kind: 'text'; readonly negated: boolean; readonly text: string }
  | {
      readonly kind: 'key';
      readonly negated: boolean;
      readonly key: ValueKey;
      readonly values: readonly QueryValue[];
    }
  | { readonly kind: 'time'; readonly key: TimeKey; readonly time: QueryTime };

/** What was typed, as it was understood. */
export type PlacedTerm = QueryTerm & { readonly place: Place };
