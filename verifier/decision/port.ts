import type { AmbiguityReason } from '@/domain/routing/decision-reasons';
import type { Decision, RecordedDecision, RequestFacts } from '@/journal/record/decision';

/**
 * The port of the decisions: what a door asks, and what it is told. A door (`verifier/doors/`) speaks
 * a protocol of its own and knows nothing of the verifier beyond this file.
 */
export interface DecisionPort {
  /** Decides, records, and replies: at once where all that is needed is in memory. */
  decide(question: Question, reply: Reply): void;
  /**
   * A decision that nobody outside learns of until it is recorded; at once where all that is needed
   * is in memory. The promise rejects with `Unavailable`.
   */
  evaluate(question: Question): Decision | Promise<Decision>;
  record(decision: Decision, reply: Reply): void;
}

/** No decision could be made, or none recorded: the door lets nothing through. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** Whoever asked: one of the two is called, once. */
export interface Reply {
  decided(decision: RecordedDecision): void;
  /** There is no answer: `Unavailable`, or a defect of ours. */
  failed(error: unknown): void;
}

/** What somebody wants to know: may this secret do that? */
export interface Question {
  /** The secret as presented; null where there is none, or none that can be told. */
  readonly secret: string | null;
  readonly target: AskedTarget;
  readonly request: RequestFacts;
  readonly callerTokenId: string | null;
  /** The `traceparent` header of whoever asks, where there is one; it decides nothing. */
  readonly traceParent?: string | null;
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
  | { readonly by: 'unresolved'; readonly code: 'api_unknown' | 'operation_unknown' }
  | {
      readonly by: 'unresolved';
      readonly code: 'path_ambiguous';
      readonly reason: AmbiguityReason;
    };

/** The same for who rather waits for a promise: it rejects with what `failed` would be told. */
export const decisionFor = (port: DecisionPort, question: Question): Promise<RecordedDecision> =>
  new Promise((decided, failed) => port.decide(question, { decided, failed }));

export const recorded = (port: DecisionPort, decision: Decision): Promise<RecordedDecision> =>
  new Promise((decided, failed) => port.record(decision, { decided, failed }));
