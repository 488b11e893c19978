import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, CHALLENGE, CHALLENGE_INVALID_TOKEN } from '@/domain/base/bearer-header';
import { KEYWARD_API } from '@/domain/base/built-ins';
import type { OperationName } from '@/domain/base/operation-names';
import { isRequestDenial } from '@/domain/decision/decide';
import type { Decision, RequestFacts } from '@/journal/record/decision';
import { type Question, recorded } from '../../decision/port';
import { readCaller } from './caller-facts';
import { basicPassword, CHALLENGE_BASIC, challengeInsufficientScope } from './challenges';
import { type Problem, sendProblem } from './problem';
import type { ServerParts } from './server';

/**
 * May this caller ask the verifier? It is decided about by the same core as anybody else. A caller
 * that is refused is recorded as such, and so is one that passes and then asks nothing that can be
 * read; any other is named in the record of what it asks.
 */
export const aboutCaller = (
  operation: OperationName,
  secret: string | null,
  request: RequestFacts,
): Question => ({
  secret,
  target: { by: 'operation', api: KEYWARD_API, operation },
  request,
  callerTokenId: null,
});

/** What a caller that may not ask is told. */
export function callerRefusal(
  { code }: Decision,
  hasCredentials: boolean,
): { readonly problem: Problem; readonly challenge: string } {
  if (isRequestDenial(code)) {
    const title = 'This token may not ask the verifier.';
    return {
      problem: { status: 403, code: 'not_granted', title },
      challenge: challengeInsufficientScope(null),
    };
  }
  const title = 'The token is missing, unknown or no longer valid.';
  return {
    problem: { status: 401, code: 'invalid_token', title },
    challenge: hasCredentials ? CHALLENGE_INVALID_TOKEN : CHALLENGE,
  };
}

const callers = new WeakMap<FastifyRequest, Decision>();

/** Authenticates the callers of a route of Fastify. */
export function authenticateCaller(
  parts: ServerParts,
  operation: OperationName,
  options: { readonly acceptsBasic?: boolean } = {},
) {
  return {
    callerTokenId: (request: FastifyRequest) => callers.get(request)?.token?.id ?? null,
    /** Says that the request is a question: its own record will name the caller. */
    isAsking(request: FastifyRequest): void {
      callers.delete(request);
    },
    async onSend(request: FastifyRequest, _reply: FastifyReply, payload: unknown) {
      const caller = callers.get(request);
      callers.delete(request);
      if (caller) await recorded(parts.decisionPoint, caller);
      return payload;
    },
    async onRequest(
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> {
      const { authorization, facts } = readCaller(parts, request.raw);
      const isBasic = options.acceptsBasic === true && /^basic /i.test(authorization ?? '');
      const secret = isBasic ? basicPassword(authorization) : bearerToken(authorization);
      const caller = await parts.decisionPoint.evaluate(aboutCaller(operation, secret, facts));
      if (caller.code === 'allowed') {
        callers.set(request, caller);
        return undefined;
      }
      await recorded(parts.decisionPoint, caller);
      if (isBasic && !isRequestDenial(caller.code)) return refuseClient(reply);
      const { problem, challenge } = callerRefusal(caller, secret !== null);
      return sendProblem(reply.header('www-authenticate', challenge), problem);
    },
  };
}

/** Client credentials that are no good, as RFC 6749 section 5.2 answers them. */
function refuseClient(reply: FastifyReply): FastifyReply {
  return reply
    .code(401)
    .header('www-authenticate', CHALLENGE_BASIC)
    .header('cache-control', 'no-store')
    .send({ error: 'invalid_client' });
}
