import { database, serverSecret } from '@/app/server/database';
import { knownIssuers } from '@/app/server/issuers';
import { readBody } from '@/app/server/read-body';
import { requestOrigin } from '@/app/server/request-origin';
import type { RequestOrigin } from '@/domain/base/context';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { describeError, hadNoConnection } from '@/domain/upkeep/open-database';
import {
  type ExchangeForm,
  type OAuthError,
  readExchangeForm,
} from '@/domain/workloads/exchange-form';
import { exchangeJwt, refuseExchange } from '@/domain/workloads/exchange-jwt';
import { forgiveExchange, throttleExchange } from '@/domain/workloads/exchange-limit';
import { RecordingFailed } from '@/journal/record/recorder';
import { exchangeAnswer } from './exchange-answer';
import { exchangeOwnToken } from './exchange-own-token';

/** A JWT of 16 KiB, percent-encoded, and the rest. */
const MAX_FORM_BYTES = 65_536;

/**
 * `POST /api/v1/token-exchange` (RFC 8693): one proof in, one token out. Errors are those of RFC 6749,
 * section 5.2, and say nothing of why a JWT was not good enough: administrators read that in Settings.
 */
export async function handleTokenExchange(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  try {
    const waitSeconds = await throttleExchange(database(), origin);
    if (waitSeconds > 0) {
      return oauthError(429, { error: 'temporarily_unavailable' }, origin, {
        'Retry-After': String(waitSeconds),
      });
    }
    return await answer(request, origin);
  } catch (error) {
    if (error instanceof RecordingFailed || hadNoConnection(error)) return notDone(error, origin);
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${origin.id} token exchange fault: ${cause}\n`);
    return oauthError(500, { error: 'server_error' }, origin);
  }
}

async function answer(request: Request, origin: RequestOrigin): Promise<Response> {
  const door = { db: database(), request: origin, serverSecret: serverSecret() };
  const body = await readText(request);
  if (isRefusal(body)) {
    if (body.kind !== 'too_large') {
      return oauthError(400, { error: 'invalid_request', error_description: body.message }, origin);
    }
    await refuseExchange(door, { reason: 'request_too_large' });
    const told = { error: 'invalid_request', error_description: 'The body is too large.' } as const;
    return oauthError(413, told, origin);
  }
  const form = readExchangeForm({
    contentType: request.headers.get('content-type'),
    hasAuthorization: request.headers.has('authorization'),
    hasQuery: new URL(request.url).search !== '',
    body,
  });
  if (form.refused) {
    await refuseExchange(door, { reason: form.reason });
    const { error, description } = form;
    return oauthError(400, { error, error_description: description }, origin);
  }
  return exchange(door, form, request.headers.get('idempotency-key') ?? undefined);
}

type Door = Parameters<typeof exchangeJwt>[0];

async function exchange(
  door: Door,
  form: ExchangeForm,
  idempotencyKey: string | undefined,
): Promise<Response> {
  if (form.kind === 'delegation') {
    const delegated = await exchangeOwnToken({ ...door, idempotencyKey }, form);
    if ('error' in delegated) return oauthError(400, delegated, door.request);
    await forgive(door);
    return exchangeAnswer(delegated, door.request);
  }
  const exchanged = await exchangeJwt({ ...door, idempotencyKey }, form, knownIssuers().keys);
  if (!exchanged.ok) {
    const error = exchanged.reason === 'scope_not_in_rule' ? 'invalid_scope' : 'invalid_grant';
    return oauthError(400, { error }, door.request);
  }
  await forgive(door);
  return exchangeAnswer(exchanged, door.request);
}

/** Where it fails, the network is held to its limit a little sooner; the token is made, and is answered. */
async function forgive({ db, request }: Door): Promise<void> {
  try {
    await forgiveExchange(db, request);
  } catch (error) {
    process.stderr.write(`${request.id} token exchange still counted: ${describeError(error)}\n`);
  }
}

/** What can't be recorded is not done, nor what finds no connection to the database. */
function notDone(error: unknown, origin: RequestOrigin): Response {
  process.stderr.write(`${origin.id} token exchange not done: ${describeError(error)}\n`);
  return oauthError(503, { error: 'temporarily_unavailable' }, origin, { 'Retry-After': '1' });
}

/** The body as text. What is no UTF-8 is no form, and is read as none. */
async function readText(request: Request): Promise<string | Refusal> {
  const bytes = await readBody(request, MAX_FORM_BYTES);
  if (isRefusal(bytes)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return '%';
  }
}

interface Told {
  readonly error: OAuthError | 'server_error' | 'temporarily_unavailable';
  readonly error_description?: string;
}

const oauthError = (
  status: number,
  told: Told,
  { id }: RequestOrigin,
  headers: Record<string, string> = {},
): Response =>
  Response.json(told, {
    status,
    headers: { 'Cache-Control': 'no-store', Pragma: 'no-cache', 'X-Request-Id': id, ...headers },
  });
