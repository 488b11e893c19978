import { CHALLENGE_INVALID_TOKEN } from '@/domain/base/bearer-header';
import type { Refusal, RefusalKind } from '@/domain/base/refusal';
import { SCIM_TYPES } from '@/domain/scim/scim-problem';

export const CONTENT_TYPE = 'application/scim+json';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  ...{ unauthenticated: 401, forbidden: 403, not_found: 404, conflict: 409 },
  ...{ too_large: 413, invalid: 400, throttled: 429 },
};

interface Told {
  readonly status: number;
  readonly detail: string;
  readonly scimType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error (RFC 7644, section 3.12). */
export const scimError = ({ status, detail, scimType, headers }: Told): Response =>
  scimAnswer(
    status,
    { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail },
    headers,
  );

export function scimAnswer(
  status: number,
  body: object | null,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const all = {
    'Cache-Control': 'no-store',
    ...(body !== null && { 'Content-Type': CONTENT_TYPE }),
    ...headers,
  };
  return new Response(body === null ? null : JSON.stringify(body), { status, headers: all });
}

/** What was taken already reads so, whichever check found it. */
const TAKEN = new Set(['already_exists', 'email_taken', 'scim_uniqueness']);

/** What a field of a request is to SCIM; another is a value. */
const FIELD_TYPES: Readonly<Record<string, string>> = {
  ...{ body: 'invalidSyntax', resource: 'invalidSyntax', filter: 'invalidFilter' },
};

function scimTypeOf({ code, kind, errors }: Refusal): string | undefined {
  if (TAKEN.has(code)) return 'uniqueness';
  const known = (SCIM_TYPES as Readonly<Record<string, string>>)[code];
  if (known || kind !== 'invalid') return known;
  return FIELD_TYPES[errors[0]?.path ?? ''] ?? 'invalidValue';
}

export function refused(refusal: Refusal): Response {
  const { kind, code, message, retryAfterSeconds } = refusal;
  const status = code === 'scim_version' ? 412 : STATUS[kind];
  const scimType = scimTypeOf(refusal);
  return scimError({
    ...{ status, detail: refusal.errors[0]?.message ?? message },
    ...(scimType && { scimType }),
    headers: {
      ...(status === 401 && { 'WWW-Authenticate': CHALLENGE_INVALID_TOKEN }),
      ...(retryAfterSeconds && { 'Retry-After': String(retryAfterSeconds) }),
    },
  });
}
