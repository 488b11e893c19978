import { knownOf, type RecordedDecision } from '@/journal/record/decision';
import type { ServerParts } from './server';

/** The answer of CONTRACT `/v1/verify`: the code, and what is known. */
export function toVerdict(
  decision: RecordedDecision,
  { leastScope }: Pick<ServerParts, 'leastScope'>,
) {
  const { token, identity, group } = knownOf(decision);
  const { code } = decision;
  const isLacking = code === 'operation_not_granted' || code === 'operation_not_in_token';
  return {
    allowed: code === 'allowed',
    code,
    reason: decision.reason ?? undefined,
    decisionId: decision.id,
    token: token
      ? { id: token.id, name: token.name, expiresAt: new Date(token.expiresAtMs).toISOString() }
      : undefined,
    identity: identity ? { id: identity.id, type: identity.type, name: identity.name } : undefined,
    group: group ? { id: group.id, slug: group.slug } : undefined,
    api: decision.api ?? undefined,
    operation: decision.operation ?? undefined,
    scope: decision.scope ?? undefined,
    scopes: decision.scopes,
    // For the challenge of a 403, as `/v1/authorize` names it.
    neededScope: (isLacking && leastScope(decision.api, decision.operation)) || undefined,
  };
}
