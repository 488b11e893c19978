import type { FastifyInstance } from 'fastify';
import { knownOf, type RecordedDecision } from '@/journal/record/decision';
import { settled } from '../../decision/port';
import { authenticateCaller } from './authenticate-caller';
import { sendProblem } from './problem';
import type { ServerParts } from './server';
import { readVerifyInput } from './verify-input';

/** `POST /v1/verify`: a resource server asks about a token. Every decision is 200. */
export async function verifyRoute(app: FastifyInstance, parts: ServerParts): Promise<void> {
  const authenticate = authenticateCaller(parts, 'tokens.verify');
  // Before the body is read: strangers can't make us parse a megabyte.
  const { onRequest, onSend } = authenticate;
  app.post('/v1/verify', { onRequest, onSend }, async (request, reply) => {
    const input = readVerifyInput(request.body, authenticate.callerTokenId(request));
    if (!input.ok) {
      const title = 'The request is not valid.';
      return sendProblem(reply, {
        status: 422,
        code: 'invalid_input',
        title,
        errors: input.errors,
      });
    }
    authenticate.isAsking(request);
    const decisions = await Promise.all(input.questions.map((asked) => settled(parts.desk, asked)));
    const verdicts = decisions.map((decision) => toVerdict(decision, parts));
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(input.isBatch ? { results: verdicts } : verdicts[0]));
  });
}

/** The answer of CONTRACT `/v1/verify`: the code, and what is known. */
function toVerdict(decision: RecordedDecision, { leastScope }: ServerParts) {
  const { token, identity, group } = knownOf(decision);
  const { code } = decision;
  const isLacking = code === 'operation_not_granted' || code === 'operation_not_in_token';
  return {
    allowed: code === 'allowed',
    code,
    reason: decision.reason ?? undefined,
    decisionId: decision.id,
    token: token
      ? { id: token.id, name: token.name, expiresAt: new Date(token.expiresAtMs).toISOString() }
      : undefined,
    identity: identity ? { id: identity.id, type: identity.type, name: identity.name } : undefined,
    group: group ? { id: group.id, slug: group.slug } : undefined,
    api: decision.api ?? undefined,
    operation: decision.operation ?? undefined,
    scope: decision.scope ?? undefined,
    scopes: decision.scopes,
    // For the challenge of a 403, as `/v1/authorize` names it.
    neededScope: (isLacking && leastScope(decision.api, decision.operation)) || undefined,
  };
}
