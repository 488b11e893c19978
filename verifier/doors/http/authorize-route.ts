import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError } from '@/db/describe-error';
import { bearerToken, CHALLENGE, CHALLENGE_INVALID_TOKEN } from '@/domain/base/bearer-header';
import { isRequestDenial } from '@/domain/decision/decide';
import { knownOf, type RecordedDecision } from '@/journal/record/decision';
import { requestFacts } from '@/journal/record/request-facts';
import { wellFormed } from '@/journal/record/storable-text';
import { type Reply, Unavailable } from '../../decision/port';
import { endAfterThis } from './announced-body';
import { challengeInsufficientScope } from './challenges';
import { type Repeated, readForwardedRequest } from './forwarded-request';
import { MAX_HEADERS } from './limits';
import { RETRY_AFTER_SECONDS } from './problem';
import type { ServerParts } from './server';

/** Whether a request target is `/v1/authorize`, alone or before a query or another path. */
export const isAuthorize = (url: string | undefined): boolean =>
  url === PATH || url?.startsWith(`${PATH}?`) === true || url?.startsWith(`${PATH}/`) === true;

const PATH = '/v1/authorize';

/** Envoy asks with the method of the original request, and with its target after our path. */
const repeatedIn = ({ method = '', url = '' }: IncomingMessage): Repeated | null =>
  url.startsWith(`${PATH}/`) ? { method, uri: url.slice(PATH.length) } : null;

/**
 * `/v1/authorize`, any method: forward authentication for gateways. 200 with X-Keyward-* headers,
 * 401 and 403 with the challenges of RFC 6750 section 3, or 503; all without a body, and none is
 * read. It is answered before Fastify sees it: this is the path every protected request takes.
 * A question that announces a body ends its connection: where a gateway names the length of a body
 * that it doesn't send, the next question would be taken for that body, or part of it for another.
 */
export function authorizeHandler(parts: ServerParts) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const reply = new AuthorizeReply(response, parts);
    try {
      if (request.rawHeaders.length > MAX_HEADERS * 2) {
        reply.endConnection(request);
        reply.send(431, []);
        return;
      }
      const forwarded = readForwardedRequest(request.rawHeaders, repeatedIn(request));
      if (forwarded.announcesBody) reply.endConnection(request);
      forgetHeaders(request);
      const secret = bearerToken(forwarded.authorization);
      reply.hasCredentials = secret !== null;
      const question = {
        secret,
        target: forwarded.target,
        request: requestFacts(
          forwarded,
          parts.clientAddress(request.socket.remoteAddress, forwarded.forwardedFor),
        ),
        callerTokenId: null,
        traceParent: forwarded.traceParent,
      };
      parts.decisionPoint.decide(question, reply);
    } catch (error) {
      reply.failed(error);
    }
  };
}

const NO_RAW_HEADERS: string[] = [];
const NO_HEADERS = {};

/**
 * They have been read. While the answer waits they would only be moved by the garbage collector,
 * again and again: without them a decision takes an eighth less.
 */
function forgetHeaders(request: IncomingMessage): void {
  request.rawHeaders = NO_RAW_HEADERS;
  request.headers = NO_HEADERS;
}

class AuthorizeReply implements Reply {
  hasCredentials = false;
  private isLast = false;

  constructor(
    private readonly response: ServerResponse,
    private readonly parts: ServerParts,
  ) {}

  decided(decision: RecordedDecision): void {
    if (decision.code === 'allowed') {
      this.send(200, allowedHeaders(decision));
    } else if (isRequestDenial(decision.code)) {
      const scope = this.parts.leastScope(decision.api, decision.operation);
      this.send(403, ['www-authenticate', challengeInsufficientScope(scope)]);
    } else {
      const challenge = this.hasCredentials ? CHALLENGE_INVALID_TOKEN : CHALLENGE;
      this.send(401, ['www-authenticate', challenge]);
    }
  }

  failed(error: unknown): void {
    if (!(error instanceof Unavailable)) {
      this.parts.log.error({ error: describeError(error) }, 'a request failed');
    }
    if (!this.response.headersSent) this.send(503, ['retry-after', RETRY_AFTER_SECONDS]);
  }

  /** With the answer, and without a look at what comes behind. */
  endConnection(request: IncomingMessage): void {
    endAfterThis(request);
    this.isLast = true;
  }

  send(status: number, headers: string[]): void {
    headers.push('cache-control', 'no-store', 'content-length', '0');
    // Otherwise a connection kept alive would outlast the process it is to let go of.
    if (this.isLast || this.parts.isClosing()) headers.push('connection', 'close');
    this.response.writeHead(status, headers);
    this.response.end();
  }
}

function allowedHeaders(decision: RecordedDecision): string[] {
  const { token, identity, group } = knownOf(decision);
  return [
    'x-keyward-decision',
    decision.id,
    'x-keyward-token',
    token?.id ?? '',
    'x-keyward-identity',
    identity?.id ?? '',
    'x-keyward-group',
    group?.slug ?? '',
    'x-keyward-operation',
    headerText(decision.operation ?? ''),
    'x-keyward-scopes',
    decision.scopes.length === 1
      ? headerText(decision.scopes[0] as string)
      : decision.scopes.map(headerText).join(' '),
  ];
}

const VISIBLE_ASCII = /^[\x21-\x7e]*$/;

/** Names as they can stand in a header and be split at blanks: anything else percent-encoded. */
const headerText = (name: string): string =>
  VISIBLE_ASCII.test(name) ? name : encodeURIComponent(wellFormed(name));
