import type { FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken, CHALLENGE, CHALLENGE_INVALID_TOKEN } from '@/domain/base/bearer-header';
import { KEYWARD_API } from '@/domain/base/built-ins';
import type { OperationName } from '@/domain/base/operation-names';
import { isRequestDenial } from '@/domain/decision/decide';
import type { Decision } from '@/journal/record/decision';
import { recorded } from '../../decision/port';
import { readCaller } from './caller-facts';
import { basicPassword, CHALLENGE_BASIC, challengeInsufficientScope } from './challenges';
import { sendProblem } from './problem';
import type { ServerParts } from './server';

const callers = new WeakMap<FastifyRequest, Decision>();

/**
 * Decides about the caller of the verifier by the same core as about anybody else. A caller that
 * is refused is recorded as such, and so is one that passes and then asks nothing that can be read;
 * any other is named in the record of what it asks.
 */
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
      if (caller) await recorded(parts.desk, caller);
      return payload;
    },
    async onRequest(
      request: FastifyRequest,
      reply: FastifyReply,
    ): Promise<FastifyReply | undefined> {
      const { authorization, facts } = readCaller(parts, request);
      const isBasic = options.acceptsBasic === true && /^basic /i.test(authorization ?? '');
      const secret = isBasic ? basicPassword(authorization) : bearerToken(authorization);
      const caller = await parts.desk.consider({
        secret,
        target: { by: 'operation', api: KEYWARD_API, operation },
        request: facts,
        callerTokenId: null,
      });
      if (caller.code === 'allowed') {
        callers.set(request, caller);
        return undefined;
      }
      await recorded(parts.desk, caller);
      if (isBasic && !isRequestDenial(caller.code)) return refuseClient(reply);
      return refuse(reply, caller, secret === null ? CHALLENGE : CHALLENGE_INVALID_TOKEN);
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

function refuse(reply: FastifyReply, caller: Decision, challenge: string): FastifyReply {
  if (isRequestDenial(caller.code)) {
    reply.header('www-authenticate', challengeInsufficientScope(null));
    const title = 'This token may not ask the verifier.';
    return sendProblem(reply, { status: 403, code: 'not_granted', title });
  }
  reply.header('www-authenticate', challenge);
  const title = 'The token is missing, unknown or no longer valid.';
  return sendProblem(reply, { status: 401, code: 'invalid_token', title });
}
