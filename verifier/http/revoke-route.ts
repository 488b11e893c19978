import type { FastifyInstance } from 'fastify';
import {
  MAX_REQUEST_ID_LENGTH,
  MAX_USER_AGENT_LENGTH,
  storableText,
} from '@/journal/record/storable-text';
import { acceptForms, formParameter, repeatsParameter, sendInvalidRequest } from './form-body';
import { collectHeaders } from './forwarded-request';
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
    const { first, forwardedFor } = collectHeaders(request.raw.rawHeaders);
    await parts.revokeHeld(token, {
      id: storableText(first['x-request-id'], MAX_REQUEST_ID_LENGTH) ?? request.id,
      ip: parts.clientAddress(request.raw.socket.remoteAddress, forwardedFor),
      userAgent: storableText(first['user-agent'], MAX_USER_AGENT_LENGTH),
    });
    return reply.code(200).header('cache-control', 'no-store').send();
  });
}
