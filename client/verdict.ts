import { type Fields, isFields, isText } from './shape.js';

/** Denials about what was asked for: 403 by RFC 6750. All others are about the token: 401. */
export const REQUEST_DENIALS = [
  'api_unknown',
  'api_frozen',
  'operation_unknown',
  'path_ambiguous',
  'operation_not_granted',
  'operation_not_in_token',
] as const;

export const TOKEN_DENIALS = [
  'token_malformed',
  'token_unknown',
  'token_expired',
  'token_suspended',
  'token_revoked',
  'token_retired',
  'identity_suspended',
  'membership_ended',
  'group_frozen',
  'parent_ended',
  'policy_not_met',
  'idle',
  'ip_not_allowed',
] as const;

export type DenialCode = (typeof REQUEST_DENIALS)[number] | (typeof TOKEN_DENIALS)[number];

interface Known {
  /** `expiresAt` in RFC 3339. */
  readonly token?: { readonly id: string; readonly name: string; readonly expiresAt: string };
  readonly identity?: {
    readonly id: string;
    readonly type: 'person' | 'service';
    readonly name: string;
  };
  readonly group?: { readonly id: string; readonly slug: string };
  /** Slug of the API. */
  readonly api?: string;
  /** Absent where a scope was asked about. */
  readonly operation?: string;
  /** The scope that let it pass, and all that would have. */
  readonly scope?: string;
  readonly scopes: readonly string[];
}

type AlwaysKnown = 'token' | 'identity' | 'group' | 'api' | 'scope';

/** The token's group holds the operation. */
export interface TokenVerdict extends Omit<Known, AlwaysKnown>, Required<Pick<Known, AlwaysKnown>> {
  readonly allowed: true;
  readonly code: 'allowed';
  readonly reason?: undefined;
  readonly decisionId: string;
}

/** What is known of a token is told to the resource server, which should not pass it on. */
export interface DeniedVerdict extends Known {
  readonly allowed: false;
  readonly code: DenialCode;
  readonly decisionId: string;
  /** Which way the path is, where `code` is `path_ambiguous`. */
  readonly reason?: string;
  /** The smallest scope that holds the operation, where the token lacks it. */
  readonly neededScope?: string;
}

/** The operation needs no token: whoever asks may, and nothing says who it is. */
export interface PublicVerdict extends Pick<Known, 'api' | 'operation' | 'scopes'> {
  readonly allowed: true;
  readonly code: 'allowed';
  readonly reason: 'public_operation';
  readonly decisionId: string;
  readonly token?: undefined;
  readonly identity?: undefined;
  readonly group?: undefined;
  readonly scope?: undefined;
}

/** Look at `reason` where operations are public: then it names nobody. */
export type AllowedVerdict = TokenVerdict | PublicVerdict;
export type Verdict = AllowedVerdict | DeniedVerdict;

/** The verdict an answer holds, made of the known fields alone; null where it is not well formed. */
export function readVerdict(value: unknown): Verdict | null {
  if (!isFields(value) || !isText(value.decisionId)) return null;
  const { allowed, code, decisionId, neededScope, reason } = value;
  const known = readKnown(value);
  if (known === null || !isOptionalText(neededScope) || !isOptionalText(reason)) return null;
  if (allowed === true && code === 'allowed') {
    if (reason === 'public_operation') {
      const { api, operation, scopes } = known;
      return { allowed, code, reason, decisionId, api, operation, scopes };
    }
    const { token, identity, group, api, scope } = known;
    if (!token || !identity || !group || api === undefined || scope === undefined) return null;
    return { allowed, code, decisionId, ...known, token, identity, group, api, scope };
  }
  if (allowed === false && isDenialCode(code)) {
    return { allowed, code, decisionId, ...known, neededScope, reason };
  }
  return null;
}

const isDenialCode = (code: unknown): code is DenialCode =>
  [...REQUEST_DENIALS, ...TOKEN_DENIALS].some((known) => known === code);

const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || isText(value);

function readKnown({ token, identity, group, api, operation, scope, scopes }: Fields) {
  const known = {
    token: readToken(token),
    identity: readIdentity(identity),
    group: readGroup(group),
  };
  if (known.token === null || known.identity === null || known.group === null) return null;
  if (!isOptionalText(api) || !isOptionalText(operation) || !isOptionalText(scope)) return null;
  if (!Array.isArray(scopes) || !scopes.every(isText)) return null;
  return {
    token: known.token,
    identity: known.identity,
    group: known.group,
    api,
    operation,
    scope,
    scopes,
  };
}

function readToken(value: unknown): Known['token'] | null {
  if (value === undefined) return undefined;
  if (!isFields(value)) return null;
  const { id, name, expiresAt } = value;
  return isText(id) && isText(name) && isText(expiresAt) ? { id, name, expiresAt } : null;
}

function readIdentity(value: unknown): Known['identity'] | null {
  if (value === undefined) return undefined;
  if (!isFields(value)) return null;
  const { id, type, name } = value;
  const isType = type === 'person' || type === 'service';
  return isText(id) && isText(name) && isType ? { id, type, name } : null;
}

function readGroup(value: unknown): Known['group'] | null {
  if (value === undefined) return undefined;
  if (!isFields(value)) return null;
  const { id, slug } = value;
  return isText(id) && isText(slug) ? { id, slug } : null;
}
