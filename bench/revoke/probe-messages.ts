import type { LoadRequest } from '../load/load-spec';

/** Asks the prober to use a token at every verifier, over and over. */
export interface ProbeStart {
  readonly request: LoadRequest;
}

/** What the prober says of that token. Times are milliseconds since the epoch. */
export type ProbeNews =
  /** Every verifier allows it. */
  | { readonly news: 'allowed' }
  /** Every verifier has denied it. */
  | ({ readonly news: 'denied' } & Turn);

/** When a token that was allowed everywhere was denied everywhere, as its user saw it. */
export interface Turn {
  /** When the last answer that allowed it arrived, of any verifier. */
  readonly lastAllowedAtMs: number;
  /** When the first denial of the last verifier arrived. */
  readonly deniedAtMs: number;
}
