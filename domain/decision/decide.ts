import type {
  AddressFilter,
  GrantingScope,
  GroupSnapshot,
  SubjectSnapshot,
  TokenLimits,
  TokenSnapshot,
} from './snapshot';

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
  'parent_ended',
  'policy_not_met',
  'idle',
  'ip_not_allowed',
] as const;

/** What is wrong with the request of a token that works: 403 (RFC 6750 section 3.1). */
export const REQUEST_DENIALS = [
  'api_unknown',
  'api_frozen',
  'path_ambiguous',
  'operation_unknown',
  'operation_not_granted',
  'operation_not_in_token',
] as const;

export type RequestDenial = (typeof REQUEST_DENIALS)[number];
export type DenialCode = (typeof TOKEN_DENIALS)[number] | RequestDenial;
export type DecisionCode = 'allowed' | DenialCode;
export const DECISION_CODES = ['allowed', ...TOKEN_DENIALS, ...REQUEST_DENIALS] as const;

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
      readonly code: 'api_unknown' | 'api_frozen' | 'operation_unknown' | 'path_ambiguous';
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
 * membership and group, the tokens it was made from, then whether it meets the policy and went idle,
 * the address, the operation; the first "no" is the answer.
 * @param nowMs milliseconds since the epoch
 */
export function decide(
  snapshot: TokenSnapshot,
  group: GroupSnapshot,
  request: RequestedAccess & { readonly ip: string | null },
  nowMs: number,
): Verdict {
  const { token } = snapshot;
  const ended = whyEnded(token, nowMs);
  if (ended) return deny(ended);
  const dead = decideSubject(snapshot, group, nowMs);
  if (dead) return deny(dead);
  const { ancestors } = token;
  if (ancestors !== null && !ancestors.every((one) => isAlive(one, group, nowMs))) {
    return deny('parent_ended');
  }
  const unfit = decideFitness(token, group, nowMs);
  if (unfit) return deny(unfit);
  if (!group.allows(request.ip) || !token.allows(request.ip)) return deny('ip_not_allowed');
  if (ancestors !== null && !allAllow(ancestors, request.ip)) return deny('ip_not_allowed');
  return decideAccess(group, request, token);
}

/** What the token's own row refuses. */
function decideLife(token: TokenLimits, nowMs: number): DenialCode | null {
  if (token.state === 'revoked') return 'token_revoked';
  if (token.retiresAtMs !== null && nowMs >= token.retiresAtMs) return 'token_retired';
  if (token.state !== 'active') return 'token_suspended';
  return nowMs < token.expiresAtMs ? null : 'token_expired';
}

/** The same, and why. A membership that begins again is a new one: its old tokens go on saying why they ended. */
export function whyEnded(token: TokenSnapshot['token'], nowMs: number): DenialCode | null {
  const ended = decideLife(token, nowMs);
  return ended === 'token_revoked' && token.endedWithMembership ? 'membership_ended' : ended;
}

/** What its group asks of a token that is alive. */
function decideFitness(token: TokenLimits, group: GroupSnapshot, nowMs: number): DenialCode | null {
  if (!meetsPolicy(token, nowMs)) return 'policy_not_met';
  return isIdle(token, group, nowMs) ? 'idle' : null;
}

export const meetsPolicy = (token: TokenLimits, nowMs: number): boolean =>
  nowMs < token.meetsPolicyUntilMs;

export const isIdle = (
  token: TokenLimits,
  { idleLimitSeconds }: GroupSnapshot,
  nowMs: number,
): boolean => idleLimitSeconds !== null && !(nowMs - token.idleSinceMs <= idleLimitSeconds * 1_000);

export const isAlive = (token: TokenLimits, group: GroupSnapshot, nowMs: number): boolean =>
  decideLife(token, nowMs) === null && decideFitness(token, group, nowMs) === null;

const allAllow = (limits: readonly { allows: AddressFilter }[], ip: string | null): boolean =>
  limits.every(({ allows }) => allows(ip));

/** Whether identity, membership and group are alive; the code of the first that is not. */
export function decideSubject(
  subject: SubjectSnapshot,
  group: GroupSnapshot,
  nowMs: number,
): DenialCode | null {
  if (subject.identity.state !== 'active') return 'identity_suspended';
  if (!isMember(subject, group, nowMs)) return 'membership_ended';
  return group.state === 'active' ? null : 'group_frozen';
}

export function isMember(
  { groupId, membership }: Pick<SubjectSnapshot, 'groupId' | 'membership'>,
  group: GroupSnapshot,
  nowMs: number,
): boolean {
  if (groupId !== group.id || membership === null) return false;
  return membership.expiresAtMs === null || nowMs < membership.expiresAtMs;
}

/**
 * Effective operations: those of the group's scopes, cut to what the token and all it was made from
 * are restricted to, as of now. Without a token, as for who is signed in: all of the group's.
 */
export function decideAccess(
  group: GroupSnapshot,
  request: RequestedAccess,
  token: TokenSnapshot['token'] | null,
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
  const scopes = token === null ? granting : scopesWithin(token, granting);
  const [scope] = scopes;
  return scope ? { code: 'allowed', scope, scopes } : deny('operation_not_in_token');
}

/** Those of the scopes that the token, and each it was made from, is not cut down past. */
export function scopesWithin(
  token: Pick<TokenSnapshot['token'], 'restriction' | 'onlyApiId' | 'ancestors'>,
  granting: readonly GrantingScope[],
): readonly GrantingScope[] {
  const { restriction, ancestors } = token;
  const own =
    restriction === null ? granting : granting.filter((scope) => restriction.has(scope.id));
  if (ancestors === null) return own;
  return own.filter((scope) => [token, ...ancestors].every((limits) => isWithin(limits, scope)));
}

const isWithin = (
  { restriction, onlyApiId }: Pick<TokenLimits, 'restriction' | 'onlyApiId'>,
  { id, apiId }: GrantingScope,
): boolean =>
  (restriction === null || restriction.has(id)) && (onlyApiId === null || onlyApiId === apiId);

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
