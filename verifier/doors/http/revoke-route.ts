import type { FastifyInstance } from 'fastify';
import { requestOriginOf } from '@/journal/record/request-facts';
import { readCaller } from './caller-facts';
import { acceptForms, formParameter, repeatsParameter, sendInvalidRequest } from './form-body';
import type { ServerParts } from './server';

/**
 * `POST /v1/revoke` (RFC 7009): whoever holds a token may end it; holding it is the proof. Unknown
 * and dead tokens are 200 as well (section 2.2), for what the client wants is already so.
 */
export async function revokeRoute(app: FastifyInstance, parts: ServerParts): Promise<void> {
  acceptForms(app);
  app.post('/v1/revoke', async (request, reply) => {
    const token = formParameter(request.body, 'token');
    if (token === undefined) return sendInvalidRequest(reply, 'Send exactly one token.');
    if (repeatsParameter(request.body, ['token_type_hint'])) {
      return sendInvalidRequest(reply, 'Send each parameter once.');
    }
    const { requestId, ip, userAgent } = readCaller(parts, request.raw).facts;
    await parts.revokeHeld(token, requestOriginOf(requestId ?? request.id, ip, userAgent));
    return reply.code(200).header('cache-control', 'no-store').send();
  });
}
