import { createHash } from 'node:crypto';
import type { Claims } from '@/domain/issuers/claim-at';
import type { IssuerKeys } from '@/domain/issuers/known-issuers';
import { refuseSignature } from '@/domain/issuers/refuse-signature';
import { checkClaims, type Mismatch, type Terms } from './claims';
import type { ExchangeReason } from './exchange-reasons';

/** Those of the presets; `none` and shared secrets are not among them. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
export const MAX_JWT_BYTES = 16_384;
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A JWT that does for a rule, or why not. `claims` are the issuer's word only where `isSigned`. */
export type Verified =
  | { readonly holds: true; readonly claims: Claims; readonly jwtSha256: string }
  | {
      readonly holds: false;
      readonly reason: ExchangeReason;
      readonly isSigned: boolean;
      readonly claims: Claims | null;
      readonly mismatches: readonly Mismatch[];
      /** What can be said of the keys. */
      readonly note?: string;
    };

interface Read {
  readonly claims: Claims;
  readonly algorithm: unknown;
}

/**
 * Holds a JWT against the terms of one rule: its algorithm, its issuer, then the signature by the
 * issuer's keys, then its times, audience and claims. Nothing is asked of an issuer but the rule's.
 */
export async function verifyJwt(
  jwt: string,
  terms: Terms,
  { keys, nowSeconds }: { readonly keys: IssuerKeys; readonly nowSeconds: number },
): Promise<Verified> {
  const read = readJwt(jwt);
  if (!read) return refused('jwt_malformed', null);
  const { claims } = read;
  if (!ALGORITHMS.includes(String(read.algorithm))) {
    const got = JSON.stringify(read.algorithm) ?? null;
    return refused('algorithm_refused', claims, [
      { claim: 'alg', expected: ALGORITHMS.join(', '), got },
    ]);
  }
  if (claims.iss !== terms.issuer) {
    const failure = checkClaims({ iss: claims.iss }, { ...terms, claims: {} }, nowSeconds);
    return refused('issuer_mismatch', claims, failure?.mismatches.slice(0, 1));
  }
  const wrong = await refuseSignature(jwt, keys(terms.issuer), ALGORITHMS);
  if (wrong)
    return { ...refused(wrong.reason, claims), ...(wrong.note ? { note: wrong.note } : {}) };
  const failure = checkClaims(claims, terms, nowSeconds);
  if (failure) {
    return { ...refused(failure.reason, claims, failure.mismatches), isSigned: true };
  }
  const jwtSha256 = idOf(jwt, claims);
  return jwtSha256 === null
    ? { ...refused('jwt_malformed', claims), isSigned: true }
    : { holds: true, claims, jwtSha256 };
}

const refused = (
  reason: ExchangeReason,
  claims: Claims | null,
  mismatches: readonly Mismatch[] = [],
) => ({ holds: false as const, reason, isSigned: false, claims, mismatches });

/** Header and claims as anybody could have written them; null for what is no compact JWS of JSON. */
export function readJwt(jwt: string): Read | null {
  if (jwt.length > MAX_JWT_BYTES) return null;
  // A signature may be missing, so that `alg: none` is told as what it is.
  const [header = '', payload = '', ...rest] = jwt.split('.');
  if (rest.length !== 1 || !COMPACT.test(`${header}.${payload}.${rest[0] || '_'}`)) return null;
  const [read, claims] = [readPart(header), readPart(payload)];
  return read && claims ? { algorithm: read.alg, claims } : null;
}

function readPart(part: string): Record<string, unknown> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * What a JWT is remembered by, so that it is good once: its `jti`, or where there is none, what is
 * signed. The signature is no part of that: several fit what an elliptic curve signs.
 */
function idOf(jwt: string, { jti }: Claims): string | null {
  if (jti === undefined) return sha256(`jwt ${jwt.slice(0, jwt.lastIndexOf('.'))}`);
  return typeof jti === 'string' && jti !== '' ? sha256(`jti ${jti}`) : null;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
