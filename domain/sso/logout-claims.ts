import { decodeJwt, decodeProtectedHeader } from 'jose';
import { MAX_SID, MAX_SUBJECT } from './received-person';

/** What a logout token asks for, once it is trusted. */
export interface LogoutClaims {
  readonly subject: string | null;
  readonly sid: string | null;
  readonly jti: string;
  readonly exp: number;
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
const LEEWAY_SECONDS = 30;
/** A logout is told when it happens; what is older has been kept by somebody. */
const MAX_AGE_SECONDS = 600;
const MAX_JTI = 500;

/**
 * Holds the claims of a logout token against OpenID Connect Back-Channel Logout 1.0, section 2.6. Its
 * signature is held against the issuer's keys besides.
 * @returns what it asks for, or in a word what is wrong
 */
export function logoutClaims(
  token: string,
  { issuer, clientId }: { readonly issuer: string; readonly clientId: string },
  nowSeconds: number,
): LogoutClaims | string {
  const read = decoded(token);
  if (!read) return 'no JWT';
  const { typ, claims } = read;
  const { iss, aud, iat, exp, jti, events, sub, sid } = claims;
  const audiences = Array.isArray(aud) ? aud : [aud];
  // An ID token of the same issuer is signed alike, and is no logout.
  if (typ !== undefined && !/^(application\/)?(logout\+jwt|jwt)$/i.test(String(typ))) return 'typ';
  if (iss !== issuer) return 'iss';
  if (!audiences.includes(clientId)) return 'aud';
  if (typeof iat !== 'number' || Math.abs(nowSeconds - iat) > MAX_AGE_SECONDS) return 'iat';
  if (typeof exp !== 'number' || exp + LEEWAY_SECONDS <= nowSeconds) return 'exp';
  if (!isText(jti, MAX_JTI)) return 'jti';
  if ('nonce' in claims) return 'nonce';
  if (!isObject(events) || !isObject((events as Record<string, unknown>)[EVENT])) return 'events';
  const [subject, session] = [
    isText(sub, MAX_SUBJECT) ? sub : null,
    isText(sid, MAX_SID) ? sid : null,
  ];
  if (subject === null && session === null) return 'sub';
  return { subject, sid: session, jti, exp };
}

function decoded(token: string) {
  try {
    return { typ: decodeProtectedHeader(token).typ, claims: decodeJwt(token) };
  } catch {
    return null;
  }
}

const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value !== '' && value.length <= max && !value.includes('\0');
