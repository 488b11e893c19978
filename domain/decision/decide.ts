import type { GrantingScope, GroupSnapshot, SubjectSnapshot, TokenSnapshot } from './snapshot';

/** What is wrong with the token, or with whom it acts for: nothing can be asked with it here (401). */
export const TOKEN_DENIALS = [
  'token_malformed',
  'token_unknown',
  'token_revoked',
  'token_retired',
  'token_suspended',
  'token_expired',
  'identity_suspended',
  'membership_ended',
  'group_frozen',
  'policy_not_met',
  'idle',
  'ip_not_allowed',
] as const;

/** What is wrong with the request of a token that works: 403 (RFC 6750 section 3.1). */
export const REQUEST_DENIALS = [
  'api_unknown',
  'path_ambiguous',
  'operation_unknown',
  'operation_not_granted',
  'operation_not_in_token',
] as const;

export type RequestDenial = (typeof REQUEST_DENIALS)[number];
export type DenialCode = (typeof TOKEN_DENIALS)[number] | RequestDenial;
export type DecisionCode = 'allowed' | DenialCode;

const ABOUT_THE_REQUEST: ReadonlySet<DecisionCode> = new Set(REQUEST_DENIALS);

/** Whether the token works and the request is what it was refused for. */
export const isRequestDenial = (code: DecisionCode): code is RequestDenial =>
  ABOUT_THE_REQUEST.has(code);

/** What the request is for, once API and path have been resolved against the catalogue. */
export type RequestedAccess =
  | { readonly kind: 'operation'; readonly api: string; readonly operation: string }
  | { readonly kind: 'scope'; readonly api: string; readonly scope: string }
  /** Nothing but whether the token works from here. */
  | { readonly kind: 'life' }
  | {
      readonly kind: 'unresolved';
      readonly code: 'api_unknown' | 'operation_unknown' | 'path_ambiguous';
    };

export interface Verdict {
  readonly code: DecisionCode;
  /** The scope that let it pass: the first by name where several would. */
  readonly scope: GrantingScope | null;
  /** All scopes of the group, within the token's restriction, that hold the operation. */
  readonly scopes: readonly GrantingScope[];
}

const NO_SCOPES: readonly GrantingScope[] = [];
const ALIVE: Verdict = { code: 'allowed', scope: null, scopes: NO_SCOPES };
const deny = (code: DenialCode): Verdict => ({ code, scope: null, scopes: NO_SCOPES });

/**
 * Decides about a token: pure, synchronous and total. Order: is the token alive, then its identity,
 * membership and group, then whether it meets the policy and went idle, the address, the operation;
 * the first "no" is the answer.
 * @param nowMs milliseconds since the epoch
 */
export function decide(
  snapshot: TokenSnapshot,
  group: GroupSnapshot,
  request: RequestedAccess & { readonly ip: string | null },
  nowMs: number,
): Verdict {
  const { token } = snapshot;
  if (token.state === 'revoked') return deny('token_revoked');
  if (token.retiresAtMs !== null && nowMs >= token.retiresAtMs) return deny('token_retired');
  if (token.state !== 'active') return deny('token_suspended');
  if (!(nowMs < token.expiresAtMs)) return deny('token_expired');
  const dead = decideSubject(snapshot, group, nowMs);
  if (dead) return deny(dead);
  if (!(nowMs < token.meetsPolicyUntilMs)) return deny('policy_not_met');
  const { idleLimitSeconds } = group;
  if (idleLimitSeconds !== null && !(nowMs - token.idleSinceMs <= idleLimitSeconds * 1_000)) {
    return deny('idle');
  }
  if (!group.allows(request.ip) || !token.allows(request.ip)) return deny('ip_not_allowed');
  return decideAccess(group, request, token.restriction);
}

/** Whether identity, membership and group are alive; the code of the first that is not. */
export function decideSubject(
  subject: SubjectSnapshot,
  group: GroupSnapshot,
  nowMs: number,
): DenialCode | null {
  if (subject.identity.state !== 'active') return 'identity_suspended';
  const { membership } = subject;
  if (subject.groupId !== group.id || membership === null) return 'membership_ended';
  if (membership.expiresAtMs !== null && !(nowMs < membership.expiresAtMs)) {
    return 'membership_ended';
  }
  return group.state === 'active' ? null : 'group_frozen';
}

/** Effective operations: those of the group's scopes, cut to the token's restriction, as of now. */
export function decideAccess(
  group: GroupSnapshot,
  request: RequestedAccess,
  restriction: ReadonlySet<string> | null,
): Verdict {
  if (request.kind === 'life') return ALIVE;
  if (request.kind === 'unresolved') return deny(request.code);
  const operations = group.grants.get(request.api);
  if (!operations) return deny('operation_not_granted');
  const granting =
    request.kind === 'operation'
      ? (operations.get(request.operation) ?? NO_SCOPES)
      : scopesNamed(operations, request.scope);
  if (granting.length === 0) return deny('operation_not_granted');
  const scopes =
    restriction === null ? granting : granting.filter((scope) => restriction.has(scope.id));
  const [scope] = scopes;
  return scope ? { code: 'allowed', scope, scopes } : deny('operation_not_in_token');
}

function scopesNamed(
  operations: ReadonlyMap<string, readonly GrantingScope[]>,
  name: string,
): readonly GrantingScope[] {
  for (const scopes of operations.values()) {
    const found = scopes.find((scope) => scope.name === name);
    if (found) return [found];
  }
  return NO_SCOPES;
}
