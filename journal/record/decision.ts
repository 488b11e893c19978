import type { DecisionCode } from '@/domain/decision/decide';
import { type DecisionReason, PUBLIC_OPERATION } from '@/domain/routing/decision-reasons';

/** One answer of the verifier with everything that is known of it. Texts are safe to store. */
export interface Decision {
  readonly id: string;
  readonly atMs: number;
  readonly code: DecisionCode;
  /** Which way a path is ambiguous, or that no token was needed. */
  readonly reason: DecisionReason | null;
  readonly token: {
    readonly id: string;
    readonly name: string;
    readonly expiresAtMs: number;
  } | null;
  readonly identity: {
    readonly id: string;
    readonly type: 'person' | 'service';
    readonly name: string;
  } | null;
  readonly group: { readonly id: string; readonly slug: string } | null;
  /** Slug of the API, id where none is known by it. */
  readonly api: string | null;
  readonly operation: string | null;
  /** The scope that let it pass, and all that would have. */
  readonly scope: string | null;
  readonly scopes: readonly string[];
  readonly request: RequestFacts;
  /** The token of the resource server that asked, where one did: its use is counted too. */
  readonly callerTokenId: string | null;
}

/** Where a request came from and what it was, cut and cleaned for storage. */
export interface RequestFacts {
  readonly method: string | null;
  /** Without the query string, at most 2,000 characters. */
  readonly path: string | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
}

const NOBODY = { token: null, identity: null, group: null } as const;

/** Whom an answer may name: nobody where no token was needed, since what was presented may be dead. */
export const knownOf = (decision: Decision): Pick<Decision, 'token' | 'identity' | 'group'> =>
  decision.reason === PUBLIC_OPERATION ? NOBODY : decision;

declare const recorded: unique symbol;

/** A decision that is durably recorded: the only kind an answer can be made from. */
export type RecordedDecision = Decision & { readonly [recorded]: true };
