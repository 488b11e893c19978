/** The credentials of an `Authorization` header (RFC 6750 section 2.1; the scheme ignores case). */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;

/** The bearer token of an Authorization header, or null where there is none that can be read. */
export function bearerToken(authorization: string | null | undefined): string | null {
  if (!authorization) return null;
  return BEARER.exec(authorization)?.[1] ?? null;
}

/** No credentials: the bare challenge without an error (RFC 6750 section 3.1). */
export const CHALLENGE = 'Bearer realm="keyward"';
export const CHALLENGE_INVALID_TOKEN = 'Bearer error="invalid_token"';
