import { emailAddress, label } from '@/domain/base/input';
import type { Claims } from '@/domain/issuers/claim-at';

/** Who has signed in at a provider, in its words. Only issuer and subject say who it is. */
export interface ReceivedPerson {
  readonly subject: string;
  /** The provider's own session, for its logout. */
  readonly sid: string | null;
  readonly name: string | null;
  readonly email: string | null;
  /** False where the provider says that it is not; null where it says nothing. */
  readonly emailVerified: boolean | null;
}

/** OpenID Connect Core 1.0, section 2: 255 ASCII characters. */
export const MAX_SUBJECT = 255;
export const MAX_SID = 500;

/** Reads standard claims (OpenID Connect Core 1.0, 5.1); null where they name nobody. */
export function receivedPerson(claims: Claims): ReceivedPerson | null {
  const { sub, sid } = claims;
  if (!isShort(sub, MAX_SUBJECT)) return null;
  const given = emailIn(claims.email);
  const email = given ?? emailIn(claims.preferred_username) ?? emailIn(claims.upn);
  const joined = [claims.given_name, claims.family_name].filter((one) => typeof one === 'string');
  const names = [claims.name, joined.join(' '), claims.preferred_username, email];
  return {
    subject: sub,
    sid: isShort(sid, MAX_SID) ? sid : null,
    name: names.map((one) => label().safeParse(one).data).find(Boolean) ?? null,
    email,
    emailVerified: given === null ? null : verified(claims.email_verified),
  };
}

/**
 * How an ID token says that they were signed in there (OpenID Connect Core 1.0, section 2): when, in
 * seconds since 1970, null where it says nothing; and whether by several factors (RFC 8176, `mfa`).
 */
export function receivedProof({ auth_time: time, amr }: Claims) {
  const isTime = typeof time === 'number' && Number.isSafeInteger(time) && time > 0;
  return {
    authenticatedAt: isTime ? time : null,
    severalFactors: Array.isArray(amr) && amr.includes('mfa'),
  };
}

const isShort = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0');

const emailIn = (value: unknown): string | null => emailAddress().safeParse(value).data ?? null;

/** Some providers write it as text. */
const verified = (value: unknown): boolean | null =>
  value === true || value === 'true' ? true : value === undefined ? null : false;
