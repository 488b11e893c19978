import { pathOf } from '@/journal/record/storable-text';
import type { AskedTarget } from '../../decision/port';
import { isAnnouncement } from './announced-body';

/** A header that may be there once: its value, null where absent, CONFLICT where it came twice. */
export const CONFLICT = Symbol('conflict');
type Single = string | null | typeof CONFLICT;

const SINGLE = [
  'authorization',
  'host',
  'x-forwarded-method',
  'x-forwarded-host',
  'x-forwarded-uri',
  'x-original-method',
  'x-original-host',
  'x-original-uri',
  'x-original-url',
  'x-keyward-api',
  'x-keyward-port',
] as const;
type SingleName = (typeof SINGLE)[number];

const FIRST = ['user-agent', 'x-request-id', 'content-type', 'traceparent'] as const;
type FirstName = (typeof FIRST)[number];

/** The request a gateway asks about, as far as its headers agree. */
export interface ForwardedRequest {
  readonly authorization: string | null;
  readonly target: AskedTarget;
  readonly method: string | null;
  readonly path: string | null;
  readonly forwardedFor: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly traceParent: string | null;
  /** Whether a body is announced: no gateway has a reason to. */
  readonly announcesBody: boolean;
}

/** A gateway that repeats the original request at its own path: method and request target. */
export interface Repeated {
  readonly method: string;
  readonly uri: string;
}

/**
 * Reads the original request from the raw headers: X-Forwarded-* and X-Original-* say the same
 * or nothing is believed, and none may come twice. `node:http` would silently keep one of two.
 * X-Original-URL, by which ingress-nginx and Authelia's users say host and path at once, is a third
 * voice that has to agree, and what was repeated, with its Host, a fourth.
 */
export function readForwardedRequest(
  rawHeaders: readonly string[],
  repeated: Repeated | null = null,
): ForwardedRequest {
  const { single, first, forwardedFor, announcesBody } = collectHeaders(rawHeaders);
  let method = agreed(single['x-forwarded-method'], single['x-original-method']);
  let host = agreed(single['x-forwarded-host'], single['x-original-host']);
  let uri = agreed(single['x-forwarded-uri'], single['x-original-uri']);
  const whole = readOriginalUrl(single['x-original-url'] ?? null);
  host = agreed(host, whole.host);
  uri = agreed(uri, whole.uri);
  if (repeated) {
    method = agreed(method, repeated.method);
    host = agreed(host, single.host);
    uri = agreed(uri, repeated.uri);
  }
  const api = single['x-keyward-api'] ?? null;
  const vouchedPort = readPort(single['x-keyward-port'] ?? null);
  const path = typeof uri === 'string' ? pathOf(uri) : null;
  const { authorization } = single;
  return {
    authorization: typeof authorization === 'string' ? authorization : null,
    target: targetOf({ api, host, vouchedPort, method, path, uri }),
    method: typeof method === 'string' ? method : null,
    path,
    forwardedFor,
    userAgent: first['user-agent'] ?? null,
    requestId: first['x-request-id'] ?? null,
    traceParent: first.traceparent ?? null,
    announcesBody,
  };
}

const ABSOLUTE = /^https?:\/\/([^/?#]+)(.*)$/is;

/** Host and request target as they stand in X-Original-URL: an absolute URL, or a path alone. */
function readOriginalUrl(url: Single): { readonly host: Single; readonly uri: Single } {
  if (url === null || url === CONFLICT) return { host: url, uri: url };
  if (url.startsWith('/')) return { host: null, uri: url };
  const [, host, rest] = ABSOLUTE.exec(url) ?? [];
  if (host === undefined || rest === undefined) return { host: null, uri: CONFLICT };
  return { host, uri: rest.startsWith('/') ? rest : `/${rest}` };
}

interface Said {
  readonly api: Single;
  readonly host: Single;
  readonly vouchedPort: number | null | typeof CONFLICT;
  readonly method: Single;
  readonly path: string | null;
  readonly uri: Single;
}

function targetOf({ api, host, vouchedPort, method, path, uri }: Said): AskedTarget {
  if (api === CONFLICT || host === CONFLICT || vouchedPort === CONFLICT) {
    return { by: 'unresolved', code: 'api_unknown' };
  }
  if (api === null && host === null) return { by: 'unresolved', code: 'api_unknown' };
  if (uri === CONFLICT) {
    return { by: 'unresolved', code: 'path_ambiguous', reason: 'headers_disagree' };
  }
  if (path === null || typeof method !== 'string') {
    return { by: 'unresolved', code: 'operation_unknown' };
  }
  return { by: 'route', api, host, vouchedPort, method, path };
}

const PORT = /^[1-9][0-9]{0,4}$/;

function readPort(text: Single): number | null | typeof CONFLICT {
  if (text === null || text === CONFLICT) return text;
  return PORT.test(text) && Number(text) <= 65_535 ? Number(text) : CONFLICT;
}

function agreed(forwarded: Single | undefined, original: Single | undefined): Single {
  if (forwarded === undefined || forwarded === null) return original ?? null;
  if (original === undefined || original === null) return forwarded;
  return forwarded === original ? forwarded : CONFLICT;
}

const SINGLE_NAMES: ReadonlySet<string> = new Set(SINGLE);
const FIRST_NAMES: ReadonlySet<string> = new Set(FIRST);

/** The headers that matter here; what may stand once and came twice is a CONFLICT. */
export function collectHeaders(rawHeaders: readonly string[]) {
  const single: Partial<Record<SingleName, Single>> = {};
  const first: Partial<Record<FirstName, string>> = {};
  let forwardedFor: string | null = null;
  let contentLength: number | null = null;
  let announcesBody = false;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    const value = rawHeaders[at + 1] as string;
    if (SINGLE_NAMES.has(name)) {
      const key = name as SingleName;
      single[key] = single[key] === undefined ? value : CONFLICT;
    } else if (FIRST_NAMES.has(name)) {
      first[name as FirstName] ??= value;
    } else if (name === 'x-forwarded-for') {
      forwardedFor = forwardedFor === null ? value : `${forwardedFor}, ${value}`;
    } else {
      if (name === 'content-length') contentLength = Number(value);
      if (isAnnouncement(name, value)) announcesBody = true;
    }
  }
  return { single, first, forwardedFor, contentLength, announcesBody };
}
