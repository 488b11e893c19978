import { type Claims, claimAt } from '@/domain/issuers/claim-at';

/** What a rule compares with: the JSON value as it is, so that `"true"` is not `true`. */
export type ClaimValue = string | number | boolean;

/** A claim that is not as it must be. Both sides are JSON, `got` null where the claim is missing. */
export interface Mismatch {
  readonly claim: string;
  readonly expected: string;
  readonly got: string | null;
}

export type ClaimReason =
  | 'issuer_mismatch'
  | 'audience_mismatch'
  | 'jwt_expired'
  | 'jwt_early'
  | 'jwt_lasts_too_long'
  | 'claim_mismatch';

/** The terms of a rule, as far as they concern the JWT. */
export interface Terms {
  readonly issuer: string;
  readonly audience: string;
  readonly claims: Readonly<Record<string, ClaimValue>>;
}

/** How far the issuer's clock may be off. */
export const LEEWAY_SECONDS = 30;
/** What is good for longer is a stored secret by another name. */
export const MAX_JWT_SECONDS = 86_400;
const MAX_SHOWN = 300;

/** The first reason why the claims don't do, and every claim that fails; null where they do. */
export interface ClaimFailure {
  readonly reason: ClaimReason;
  readonly mismatches: readonly Mismatch[];
}

/** Holds a JWT's claims against a rule's terms. @param nowSeconds since 1970, by the database's clock */
export function checkClaims(claims: Claims, terms: Terms, nowSeconds: number): ClaimFailure | null {
  const failures = [
    ...failing('issuer_mismatch', 'iss', claims.iss === terms.issuer, claims.iss, terms.issuer),
    ...failing('audience_mismatch', 'aud', isFor(claims, terms), claims.aud, terms.audience),
    ...checkTimes(claims, nowSeconds),
    ...Object.entries(terms.claims).flatMap(([name, expected]) => {
      const got = claimAt(claims, name);
      return failing('claim_mismatch', name, got === expected, got, expected);
    }),
  ];
  const [first] = failures;
  return first
    ? { reason: first.reason, mismatches: failures.map(({ mismatch }) => mismatch) }
    : null;
}

/** One audience, and it is ours: whoever else a JWT is meant for could use it here. */
const isFor = ({ aud }: Claims, { audience }: Terms): boolean =>
  aud === audience || (Array.isArray(aud) && aud.length === 1 && aud[0] === audience);

interface Failing {
  readonly reason: ClaimReason;
  readonly mismatch: Mismatch;
}

function checkTimes({ exp, nbf, iat }: Claims, now: number): Failing[] {
  const notYet = (time: unknown) =>
    time !== undefined && !(isTime(time) && time <= now + LEEWAY_SECONDS);
  const until = (limit: number) => `at most ${clockText(limit)}`;
  if (!isTime(exp) || exp + LEEWAY_SECONDS <= now) {
    return [failure('jwt_expired', 'exp', `after ${clockText(now)}`, timeText(exp))];
  }
  return [
    ...(exp > now + MAX_JWT_SECONDS
      ? [failure('jwt_lasts_too_long', 'exp', until(now + MAX_JWT_SECONDS), timeText(exp))]
      : []),
    ...(notYet(nbf) ? [failure('jwt_early', 'nbf', until(now), timeText(nbf))] : []),
    ...(notYet(iat) ? [failure('jwt_early', 'iat', until(now), timeText(iat))] : []),
  ];
}

/** A NumericDate (RFC 7519, section 2) that a calendar has. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 8.64e12;

const clockText = (seconds: number) => new Date(seconds * 1_000).toISOString();
const timeText = (value: unknown) => (isTime(value) ? clockText(value) : shown(value));

const failing = (
  reason: ClaimReason,
  claim: string,
  holds: boolean,
  got: unknown,
  expected: ClaimValue,
): Failing[] => (holds ? [] : [failure(reason, claim, shown(expected) ?? '', shown(got))]);

const failure = (
  reason: ClaimReason,
  claim: string,
  expected: string,
  got: string | null,
): Failing => ({ reason, mismatch: { claim, expected, got } });

/** As JSON, shortened; null for what is not there. */
function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value) ?? 'null';
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
