import type { Claims } from '@/domain/issuers/claim-at';

/** What a claim is shown as: its name, and its value as JSON. */
export interface ShownClaim {
  readonly name: string;
  readonly value: string;
}

/** Names of what gives access, or ties a response to its request: nobody needs to read it. */
const WITHHELD = /token|secret|password|nonce|_hash$|^jti$|^sid$|^_claim_sources$|^code$/i;
/** A JWT (RFC 7519) in the compact form, wherever a provider has put it. */
const JWT = /\beyJ[\w-]{5,}\.[\w-]*\.[\w-]*/g;
const MAX_CLAIMS = 100;
const MAX_VALUE = 2_000;

/** Claims as an administrator may see them: without secrets, and no longer than a page can show. */
export function shownClaims(claims: Claims): ShownClaim[] {
  return Object.entries(claims)
    .slice(0, MAX_CLAIMS)
    .map(([name, value]) => ({ name: name.slice(0, 200), value: shown(name, value) }));
}

function shown(name: string, value: unknown): string {
  if (WITHHELD.test(name)) return 'not shown';
  const text = JSON.stringify(value, (key, inner) =>
    key !== '' && WITHHELD.test(key) ? 'not shown' : inner,
  );
  const clean = text.replaceAll(JWT, 'not shown').replaceAll('\\u0000', '');
  return clean.length > MAX_VALUE ? `${clean.slice(0, MAX_VALUE)}…` : clean;
}
