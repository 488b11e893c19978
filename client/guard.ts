import type { KeywardClient } from './client.js';
import { InvalidInput, KeywardError } from './errors.js';
import { type AllowedVerdict, type DeniedVerdict, REQUEST_DENIALS } from './verdict.js';

export interface GuardOptions {
  readonly client: Pick<KeywardClient, 'verify'>;
  /** Slug or id of the API that is protected. */
  readonly api: string;
  /** A named operation to ask about. Without it: the method and path as sent. */
  readonly operation?: string;
  /** What a proxy in front takes off the path, for example `/billing`; it is put back to ask. */
  readonly strippedPrefix?: string;
  /** Hears why a request was answered 503. */
  readonly onFailure?: (error: KeywardError) => void;
}

/** A request as the frameworks’ adapters hand it over. */
export interface Incoming {
  readonly method: string;
  /** The request target as sent, with its query string. */
  readonly target: string;
  /** Every Authorization header there is. */
  readonly authorization: readonly string[];
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
  readonly requestId: string | undefined;
}

export interface Refusal {
  readonly allowed: false;
  readonly status: 401 | 403 | 503;
  readonly headers: Readonly<Record<string, string>>;
}

/** RFC 6750 section 2.1; the scheme ignores case. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]+=*) *$/i;
const PREFIX = /^(\/[^/?#]+)+$/;
/** RFC 6749 section 3.3: what can stand in `scope`. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Decides about requests: an allowed verdict, or how to refuse. Never a reason beyond RFC 6750. */
export function createGuard(options: GuardOptions) {
  const { client, api, operation, strippedPrefix = '', onFailure } = options;
  if (strippedPrefix !== '' && !PREFIX.test(strippedPrefix)) {
    throw new InvalidInput(['strippedPrefix']);
  }

  return async (incoming: Incoming, signal?: AbortSignal): Promise<AllowedVerdict | Refusal> => {
    const { method, target, authorization, ip, userAgent, requestId } = incoming;
    const secret = bearerToken(authorization);
    const path = pathOf(target, strippedPrefix);
    const wanted = operation === undefined ? { method, path } : { operation };
    const question = { token: secret ?? '', api, ...wanted, ip, userAgent, requestId };
    try {
      const verdict = await client.verify(question, { signal });
      return verdict.allowed ? verdict : refuse(verdict, secret !== null);
    } catch (error) {
      if (!(error instanceof KeywardError)) throw error;
      onFailure?.(error);
      return refusal(503, { 'retry-after': '1' });
    }
  };
}

/** Two Authorization headers are none: who knows which of them was meant. */
function bearerToken(authorization: readonly string[]): string | null {
  const [only, ...more] = authorization;
  if (only === undefined || more.length > 0) return null;
  return BEARER.exec(only)?.[1] ?? null;
}

/** The path without its query, which may hold what the verifier has no business to know. */
function pathOf(target: string, strippedPrefix: string): string {
  const path = target.split('?', 1)[0] ?? '';
  return path.startsWith('/') ? strippedPrefix + path : path;
}

function refuse({ code, neededScope }: DeniedVerdict, hasCredentials: boolean): Refusal {
  if (REQUEST_DENIALS.some((denial) => denial === code)) {
    const named = neededScope !== undefined && SCOPE.test(neededScope);
    const scope = named ? `, scope="${neededScope}"` : '';
    return refusal(403, { 'www-authenticate': `Bearer error="insufficient_scope"${scope}` });
  }
  const challenge = hasCredentials ? 'Bearer error="invalid_token"' : 'Bearer realm="keyward"';
  return refusal(401, { 'www-authenticate': challenge });
}

const refusal = (status: Refusal['status'], headers: Record<string, string>): Refusal => ({
  allowed: false,
  status,
  headers: { ...headers, 'cache-control': 'no-store' },
});
