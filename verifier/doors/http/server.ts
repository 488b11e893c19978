import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { describeError } from '@/db/describe-error';
import type { RequestOrigin } from '@/domain/base/context';
import type { Log } from '@/domain/base/log';
import type { ReadClientAddress } from '@/domain/decision/client-address';
import { newRequestId } from '@/journal/record/fast-id';
import { type DecisionPort, Unavailable } from '../../decision/port';
import { announcesBody, endAfterThis, isEnding } from './announced-body';
import { authorizeHandler, isAuthorize } from './authorize-route';
import { healthRoutes } from './health-routes';
import { introspectRoute } from './introspect-route';
import {
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_BODY_BYTES,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  MAX_HEADERS,
  REQUEST_TIMEOUT_MS,
  STALLED_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './limits';
import {
  problemOf,
  RETRY_AFTER_SECONDS,
  sendProblem,
  TOO_MANY_HEADERS,
  UNAVAILABLE,
} from './problem';
import { revokeRoute } from './revoke-route';
import { isVerify, verifyHandler } from './verify-route';

/** What the routes work with. */
export interface ServerParts {
  readonly decisionPoint: DecisionPort;
  readonly clientAddress: ReadClientAddress;
  /** Name of the smallest scope that holds an operation, for the challenge of a 403. */
  leastScope(api: string | null, operation: string | null): string | null;
  /** Why no decision can be made and recorded at the moment; null where it can. */
  unreadyReason(): Promise<string | null>;
  /** Ends a token that somebody presents. */
  revokeHeld(secret: string, origin: RequestOrigin): Promise<void>;
  metrics(): Promise<string>;
  /** Whether connections are to end after their answer. */
  isClosing(): boolean;
  readonly log: Log;
}

/** The HTTP edge: bounds, routes, and errors that tell nothing of the inside. */
export function buildServer(parts: Omit<ServerParts, 'isClosing'>): FastifyInstance {
  let isClosing = false;
  const routeParts = { ...parts, isClosing: () => isClosing };
  const authorize = authorizeHandler(routeParts);
  const verify = verifyHandler(routeParts);
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    forceCloseConnections: 'idle',
    genReqId: newRequestId,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: (_error, request, reply) => {
      endUnread(request, reply);
      sendProblem(reply, { status: 400, code: 'invalid_request', title: 'The URL can’t be read.' });
    },
    serverFactory(handler) {
      const options = {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: REQUEST_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      };
      const route = (request: IncomingMessage, response: ServerResponse) => {
        if (isEnding(request.socket)) return;
        if (isAuthorize(request.url)) authorize(request, response);
        else if (isVerify(request)) verify(request, response);
        else handler(request, response);
      };
      const server = createServer(options, route);
      // A question is answered without its body, so nobody is told to go on and send it.
      server.on('checkContinue', (request, response) => {
        if (!isAuthorize(request.url)) response.writeContinue();
        route(request, response);
      });
      // Node's own answer would leave the connection open, and the next question to be the body.
      server.on('checkExpectation', (request, response) => {
        if (isEnding(request.socket)) return;
        endAfterThis(request);
        response.writeHead(417, { connection: 'close', 'content-length': 0 }).end();
      });
      // Node would silently drop the headers beyond its own limit, and with them perhaps a conflict.
      server.maxHeadersCount = 0;
      server.maxConnections = MAX_CONNECTIONS;
      server.setTimeout(STALLED_TIMEOUT_MS);
      return server;
    },
  });
  app.addHook('preClose', (done) => {
    isClosing = true;
    done();
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    endUnread(request, reply);
    done(null, payload);
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.raw.rawHeaders.length <= MAX_HEADERS * 2) return done();
    sendProblem(reply, TOO_MANY_HEADERS);
  });
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const problem = error instanceof Unavailable ? null : problemOf(error);
    if (problem) return sendProblem(reply, problem);
    if (!(error instanceof Unavailable))
      parts.log.error({ error: describeError(error), stack: error.stack }, 'a request failed');
    return sendProblem(reply.header('retry-after', RETRY_AFTER_SECONDS), UNAVAILABLE);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, { status: 404, code: 'not_found', title: 'There is nothing here.' }),
  );
  app.register(async (scope) => introspectRoute(scope, routeParts));
  app.register(async (scope) => revokeRoute(scope, routeParts));
  app.register(async (scope) => healthRoutes(scope, routeParts));
  return app;
}

/** Answered before its body was read: what follows on the connection could be taken for that body. */
function endUnread({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete || !announcesBody(raw)) return;
  endAfterThis(raw);
  reply.header('connection', 'close');
}

/** Bytes that are no HTTP request: one fixed answer, then the connection ends. */
function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
