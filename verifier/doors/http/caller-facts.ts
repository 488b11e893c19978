import type { IncomingMessage } from 'node:http';
import type { RequestFacts } from '@/journal/record/decision';
import { requestFacts } from '@/journal/record/request-facts';
import { collectHeaders } from './forwarded-request';
import type { ServerParts } from './server';

/** Who is at the door: the request itself, and its Authorization header, null where it came twice. */
export interface CallerFacts {
  readonly authorization: string | null;
  readonly facts: RequestFacts;
  readonly contentType: string | null;
  readonly traceParent: string | null;
  /** As Content-Length says it, where it does. */
  readonly contentLength: number | null;
  readonly announcesBody: boolean;
}

export function readCaller({ clientAddress }: ServerParts, request: IncomingMessage): CallerFacts {
  const { single, first, forwardedFor, contentLength, announcesBody } = collectHeaders(
    request.rawHeaders,
  );
  const { authorization } = single;
  const said = {
    method: request.method,
    path: request.url,
    userAgent: first['user-agent'],
    requestId: first['x-request-id'],
  };
  const ip = clientAddress(request.socket.remoteAddress, forwardedFor);
  return {
    authorization: typeof authorization === 'string' ? authorization : null,
    facts: requestFacts(said, ip),
    contentType: first['content-type'] ?? null,
    traceParent: first.traceparent ?? null,
    contentLength,
    announcesBody,
  };
}
