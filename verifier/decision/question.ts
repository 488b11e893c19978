import type { AmbiguityReason } from '@/domain/routing/decision-reasons';
import type { RequestFacts } from '@/journal/record/decision';

/** What somebody wants to know: may this secret do that? */
export interface Question {
  /** The secret as presented; null where there is none, or none that can be told. */
  readonly secret: string | null;
  readonly target: AskedTarget;
  readonly request: RequestFacts;
  readonly callerTokenId: string | null;
}

/** `api` is a slug or an id. A route's `path` is as sent, without its query string. */
export type AskedTarget =
  | { readonly by: 'operation'; readonly api: string; readonly operation: string }
  | { readonly by: 'scope'; readonly api: string; readonly scope: string }
  | {
      readonly by: 'route';
      /** Named by the asker; where the host belongs to an API as well, the two must agree. */
      readonly api: string | null;
      readonly host: string | null;
      /** The port of the gateway's listener, by the gateway's own word; a host's is the client's. */
      readonly vouchedPort: number | null;
      readonly method: string;
      readonly path: string;
    }
  /** Whether the token works at all, and what it opens: of one API, or of all (RFC 7662). */
  | { readonly by: 'life'; readonly api: string | null }
  | { readonly by: 'nothing'; readonly code: 'api_unknown' | 'operation_unknown' }
  | {
      readonly by: 'nothing';
      readonly code: 'path_ambiguous';
      readonly reason: AmbiguityReason;
    };
