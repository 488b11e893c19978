import type { FieldError } from '@/domain/base/refusal';
import { normalizeAddress } from '@/domain/decision/address-filter';
import { requestFacts } from '@/journal/record/request-facts';
import { pathOf } from '@/journal/record/storable-text';
import type { AskedTarget, Question } from '../../decision/port';

export const MAX_BATCH = 100;

export type VerifyInput =
  | { readonly ok: true; readonly isBatch: boolean; readonly questions: readonly Question[] }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Reads `{token, api, operation | method+path | scope, …}`, or `{requests: [those]}`. */
export function readVerifyInput(
  body: unknown,
  callerTokenId: string | null,
  traceParent: string | null = null,
): VerifyInput {
  const errors: FieldError[] = [];
  if (!isObject(body)) return { ok: false, errors: [{ path: '', message: 'Send a JSON object.' }] };
  const isBatch = 'requests' in body;
  const items = isBatch ? body.requests : [body];
  if (!Array.isArray(items) || items.length < 1 || items.length > MAX_BATCH) {
    const message = `Send 1 to ${MAX_BATCH} requests in an array.`;
    return { ok: false, errors: [{ path: 'requests', message }] };
  }
  const questions = items.map((item: unknown, at) =>
    readQuestion(item, isBatch ? `requests.${at}.` : '', { callerTokenId, traceParent }, errors),
  );
  return errors.length > 0
    ? { ok: false, errors }
    : { ok: true, isBatch, questions: questions.filter((question) => question !== null) };
}

function readQuestion(
  item: unknown,
  prefix: string,
  asker: Pick<Question, 'callerTokenId' | 'traceParent'>,
  errors: FieldError[],
): Question | null {
  if (!isObject(item)) {
    errors.push({ path: prefix.slice(0, -1), message: 'This must be an object.' });
    return null;
  }
  const text = (name: string, isRequired = false): string | null => {
    const value = item[name];
    if (typeof value === 'string' && (value !== '' || name === 'token')) return value;
    if (value === undefined || value === null || value === '') {
      if (isRequired) errors.push({ path: prefix + name, message: 'This is required.' });
    } else errors.push({ path: prefix + name, message: 'This must be a string.' });
    return null;
  };
  const token = text('token', true);
  const method = text('method');
  const path = text('path');
  const target = readTarget(text('api', true), {
    operation: text('operation'),
    scope: text('scope'),
    method,
    path,
  });
  if (target === null) {
    const message = 'Give exactly one of operation, scope, or method with path.';
    errors.push({ path: `${prefix}operation`, message });
  }
  const ip = text('ip');
  const address = ip === null ? null : normalizeAddress(ip);
  if (ip !== null && address === null) {
    errors.push({ path: `${prefix}ip`, message: 'This must be an IPv4 or IPv6 address.' });
  }
  return {
    secret: token,
    target: target ?? { by: 'unresolved', code: 'api_unknown' },
    request: requestFacts(
      { method, path, userAgent: text('userAgent'), requestId: text('requestId') },
      address,
    ),
    callerTokenId: asker.callerTokenId,
    traceParent: asker.traceParent ?? null,
  };
}

interface AskedFor {
  readonly operation: string | null;
  readonly scope: string | null;
  readonly method: string | null;
  readonly path: string | null;
}

function readTarget(api: string | null, asked: AskedFor): AskedTarget | null {
  const { operation, scope, method, path } = asked;
  const isRoute = method !== null && path !== null;
  const isHalfRoute = (method !== null) !== (path !== null);
  const ways = [operation !== null, scope !== null, isRoute].filter(Boolean).length;
  if (ways !== 1 || (isHalfRoute && operation === null && scope === null)) return null;
  // A missing API is reported as its own field.
  const named = api ?? '';
  if (operation !== null) return { by: 'operation', api: named, operation };
  if (scope !== null) return { by: 'scope', api: named, scope };
  if (!isRoute) return null;
  return { by: 'route', api: named, host: null, vouchedPort: null, method, path: pathOf(path) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
