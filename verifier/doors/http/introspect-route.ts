import type { FastifyInstance } from 'fastify';
import { normalizeAddress } from '@/domain/decision/address-filter';
import type { RecordedDecision } from '@/journal/record/decision';
import { requestFacts } from '@/journal/record/request-facts';
import { decisionFor } from '../../decision/port';
import { authenticateCaller } from './authenticate-caller';
import { acceptForms, formParameter, repeatsParameter, sendInvalidRequest } from './form-body';
import type { ServerParts } from './server';

/** Of the request that the token came with nothing is said. */
const ASKED = { method: 'POST', path: '/v1/introspect', userAgent: null, requestId: null };

/**
 * `POST /v1/introspect` (RFC 7662): form `token`; beyond the RFC, `api` asks for the scopes of one
 * API by their plain names, and `ip` gives the address the token was presented from: without it, a
 * token with address limits is not active.
 */
export async function introspectRoute(app: FastifyInstance, parts: ServerParts): Promise<void> {
  acceptForms(app);
  const authenticate = authenticateCaller(parts, 'tokens.introspect', { acceptsBasic: true });
  const { onRequest, onSend } = authenticate;
  app.post('/v1/introspect', { onRequest, onSend }, async (request, reply) => {
    const token = formParameter(request.body, 'token');
    if (token === undefined) return sendInvalidRequest(reply, 'Send exactly one token.');
    if (repeatsParameter(request.body, ['api', 'ip', 'token_type_hint'])) {
      return sendInvalidRequest(reply, 'Send each parameter once.');
    }
    const ip = formParameter(request.body, 'ip');
    const address = ip === undefined ? null : normalizeAddress(ip);
    if (ip !== undefined && address === null) {
      return sendInvalidRequest(reply, 'The ip must be an IPv4 or IPv6 address.');
    }
    const callerTokenId = authenticate.callerTokenId(request);
    authenticate.isAsking(request);
    const decision = await decisionFor(parts.decisionPoint, {
      secret: token,
      target: { by: 'life', api: formParameter(request.body, 'api') ?? null },
      request: requestFacts(ASKED, address),
      callerTokenId,
    });
    return reply.header('cache-control', 'no-store').send(toIntrospection(decision));
  });
}

/** RFC 7662 section 2.2: of a token that is not active nothing is told, not even why. */
function toIntrospection(decision: RecordedDecision) {
  const { code, token, identity, group } = decision;
  if (code !== 'allowed' || token === null || identity === null || group === null) {
    return { active: false };
  }
  return {
    active: true,
    scope: decision.scopes.join(' '),
    client_id: identity.id,
    username: identity.name,
    token_type: 'Bearer',
    exp: Math.floor(token.expiresAtMs / 1_000),
    sub: identity.id,
    jti: token.id,
    group: group.slug,
  };
}
