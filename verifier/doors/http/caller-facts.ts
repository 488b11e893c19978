import type { FastifyRequest } from 'fastify';
import type { RequestFacts } from '@/journal/record/decision';
import { requestFacts } from '@/journal/record/request-facts';
import { collectHeaders } from './forwarded-request';
import type { ServerParts } from './server';

/** Who is at the door: the request itself, and its Authorization header, null where it came twice. */
export function readCaller(
  { clientAddress }: ServerParts,
  request: FastifyRequest,
): { readonly authorization: string | null; readonly facts: RequestFacts } {
  const { single, first, forwardedFor } = collectHeaders(request.raw.rawHeaders);
  const { authorization } = single;
  const said = {
    method: request.method,
    path: request.url,
    userAgent: first['user-agent'],
    requestId: first['x-request-id'],
  };
  const ip = clientAddress(request.raw.socket.remoteAddress, forwardedFor);
  return {
    authorization: typeof authorization === 'string' ? authorization : null,
    facts: requestFacts(said, ip),
  };
}
