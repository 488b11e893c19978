import { decisionRecorder } from '@/app/server/decision-journal';
import { KEYWARD_API } from '@/domain/base/built-ins';
import type { RequestOrigin } from '@/domain/base/context';
import type { OperationName } from '@/domain/base/operation-names';
import type { Bearer } from '@/domain/decision/bearer';
import type { Decision } from '@/journal/record/decision';
import { newDecisionId } from '@/journal/record/fast-id';
import { requestFacts } from '@/journal/record/request-facts';

/** A use of a token on the control API, as the verifier would put one on any API. */
export function decisionOf(
  { known, isAlive, decide, nowMs }: Bearer,
  operation: { readonly operation: OperationName; readonly isOpen?: true } | null,
  { method, path, isRetry }: { method: string; path: string; isRetry: boolean },
  { id: requestId, ip, userAgent }: RequestOrigin,
): Decision {
  const verdict = decide(operation?.operation ?? null);
  // What every living token may ask about itself needs no grant; nor does one that asks what became of it.
  const code = (isAlive && operation?.isOpen) || isRetry ? 'allowed' : verdict.code;
  return {
    id: newDecisionId(nowMs),
    atMs: nowMs,
    code,
    reason: null,
    token: known?.snapshot.token ?? null,
    identity: known?.snapshot.identity ?? null,
    group: known?.group ?? null,
    api: KEYWARD_API,
    operation: operation?.operation ?? null,
    scope: verdict.scope?.name ?? null,
    scopes: verdict.scopes.map((scope) => scope.name),
    request: requestFacts({ method, path, userAgent, requestId }, ip),
    callerTokenId: null,
  };
}

/** Resolves once the decision is durable. @throws RecordingFailed where it can't be */
export const recordDecision = (decision: Decision): Promise<Decision> =>
  new Promise((recorded, notRecorded) => {
    decisionRecorder().record(decision, { recorded, notRecorded });
  });
