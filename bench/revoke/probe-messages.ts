import type { LoadRequest } from '../load/load-spec';

/** Asks the prober to use a token at every verifier, over and over. */
export interface ProbeStart {
  readonly request: LoadRequest;
}

/** What the prober says of that token. Times are milliseconds since the epoch. */
export type ProbeNews =
  /** Every verifier allows it. */
  | { readonly news: 'allowed' }
  /** Every verifier has denied it: when the first denial of each had arrived. */
  | { readonly news: 'denied'; readonly atMs: readonly number[] };
