const BASIC = /^Basic +([A-Za-z0-9+/]+=*) *$/i;

/** The password of HTTP Basic credentials (RFC 7617), or null where there is none. */
export function basicPassword(authorization: string | null | undefined): string | null {
  const encoded = authorization ? BASIC.exec(authorization)?.[1] : undefined;
  if (encoded === undefined) return null;
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon < 0 ? null : credentials.slice(colon + 1);
}

export const CHALLENGE_BASIC = 'Basic realm="keyward", charset="UTF-8"';

const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** 403: `scope` names what would suffice, where it can be written (RFC 6749 section 3.3). */
export function challengeInsufficientScope(scope: string | null): string {
  const named = scope !== null && SCOPE_TOKEN.test(scope) ? `, scope="${scope}"` : '';
  return `Bearer error="insufficient_scope"${named}`;
}
