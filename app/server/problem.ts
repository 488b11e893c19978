import { CHALLENGE, CHALLENGE_INVALID_TOKEN } from '@/domain/base/bearer-header';
import { type Refusal, type RefusalKind, refuse } from '@/domain/base/refusal';
import type { RefusalCode } from '@/domain/base/refusal-codes';

const STATUS: Record<RefusalKind, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not Found' },
  conflict: { status: 409, title: 'Conflict' },
  too_large: { status: 413, title: 'Content Too Large' },
  invalid: { status: 422, title: 'Unprocessable Content' },
  throttled: { status: 429, title: 'Too Many Requests' },
};

/** A refusal as `application/problem+json` (RFC 9457) with a stable `code`. */
export function problem(
  refusal: Refusal,
  requestId: string,
  override?: { status: number; title: string; headers?: Record<string, string> },
): Response {
  const { status, title } = override ?? STATUS[refusal.kind];
  const body = {
    type: 'about:blank',
    title,
    status,
    detail: refusal.message,
    code: refusal.code,
    requestId,
    errors: refusal.errors,
    ...(refusal.staged && { request: refusal.staged }),
    ...(refusal.problems && { problems: refusal.problems }),
  };
  const headers = new Headers(override?.headers);
  headers.set('Content-Type', 'application/problem+json');
  headers.set('Cache-Control', 'no-store');
  if (status === 401 && !headers.has('WWW-Authenticate')) {
    headers.set('WWW-Authenticate', CHALLENGE_INVALID_TOKEN);
  }
  if (refusal.retryAfterSeconds) headers.set('Retry-After', String(refusal.retryAfterSeconds));
  return new Response(JSON.stringify(body), { status, headers });
}

/** 401 to a request without a token: the bare challenge (RFC 6750 section 3.1). */
export const withoutToken = (refusal: Refusal, requestId: string): Response =>
  problem(refusal, requestId, {
    ...STATUS.unauthenticated,
    headers: { 'WWW-Authenticate': CHALLENGE },
  });

export const malformed = (code: RefusalCode, message: string, requestId: string): Response =>
  problem(refuse('invalid', code, message), requestId, { status: 400, title: 'Bad Request' });

export const fault = (requestId: string): Response =>
  problem(
    refuse(
      'conflict',
      'internal_error',
      'Something went wrong here. Look what happened before you try again, or send the same Idempotency-Key.',
    ),
    requestId,
    { status: 500, title: 'Internal Server Error' },
  );

/** What can't be told or done now, and was not done. */
export const unavailable = (
  code: RefusalCode,
  message: string,
  requestId: string,
  retryAfterSeconds = 1,
): Response =>
  problem(refuse('conflict', code, message), requestId, {
    ...{ status: 503, title: 'Service Unavailable' },
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });

/** What can't be recorded is refused; nothing was done. */
export const unrecorded = (requestId: string): Response =>
  unavailable(
    'not_recorded',
    'This can’t be recorded at the moment, so it was not done.',
    requestId,
  );

/** Nor was anything done where no connection to the database became free. */
export const busy = (requestId: string): Response =>
  unavailable(
    'database_busy',
    'No connection to the database became free in time, so this was not done. Try again in a moment.',
    requestId,
  );
