import { database, serverSecret } from '@/app/server/database';
import { busy, fault, malformed, problem, unrecorded, withoutToken } from '@/app/server/problem';
import { requestOrigin } from '@/app/server/request-origin';
import { streamResponse } from '@/app/server/stream-response';
import { actorOfBearer, actorOfRetired } from '@/domain/actors/resolve-actor';
import type { Actor } from '@/domain/base/actor';
import { bearerToken } from '@/domain/base/bearer-header';
import type { RequestOrigin } from '@/domain/base/context';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import { isStream } from '@/domain/commands/define-stream';
import { isAnswerKept } from '@/domain/commands/idempotency';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { type Bearer, bearerOf } from '@/domain/decision/bearer';
import { environment } from '@/domain/environment/env';
import { rotateOwnToken } from '@/domain/rotations/rotate-token';
import { describeError, hadNoConnection } from '@/domain/upkeep/open-database';
import { RecordingFailed } from '@/journal/record/recorder';
import { decisionOf, recordDecision } from './decision';
import { BadJson, chooseOperation, readInput } from './read-input';
import { type Bound, findRoute, methodsOf, type RouteMatch } from './routes';

/**
 * Answers one request to the control API: bearer token, route, decision on record, input, command or
 * query, answer.
 */
export async function handleControlRequest(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  try {
    const admitted = await admit(request, origin);
    return admitted instanceof Response ? admitted : await answer(request, origin, admitted);
  } catch (error) {
    return failed(error, origin.id);
  }
}

interface Admitted {
  readonly actor: Actor;
  readonly match: RouteMatch;
  readonly operation: Bound;
  readonly isRetry: boolean;
}

/**
 * Who asks for what. The decision is durable before anything is read or done.
 * @throws RecordingFailed where it can't be
 */
async function admit(request: Request, origin: RequestOrigin): Promise<Admitted | Response> {
  const secret = bearerToken(request.headers.get('authorization'));
  const bearer = await bearerOf(database(), secret ?? '', origin.ip);
  const { pathname, searchParams } = new URL(request.url);
  const match = findRoute(request.method, pathname);
  const operation = match && chooseOperation(match, searchParams);
  const asked = isRefusal(operation) ? null : operation;
  const isRetry = await asksForOwnSuccessor(bearer, asked, idempotencyKeyOf(request));
  await recordDecision(
    decisionOf(bearer, asked, { method: request.method, path: pathname, isRetry }, origin),
  );
  const actor = isRetry ? actorOfRetired(bearer) : actorOfBearer(bearer);
  if (isRefusal(actor)) {
    return secret === null ? withoutToken(actor, origin.id) : problem(actor, origin.id);
  }
  if (!match || operation === null) return noRoute(pathname, origin.id);
  if (isRefusal(operation)) return problem(operation, origin.id);
  return { actor, match, operation, isRetry };
}

const idempotencyKeyOf = (request: Request): string | undefined =>
  request.method === 'POST' ? (request.headers.get('idempotency-key') ?? undefined) : undefined;

/**
 * Whether a token that its holder has rotated out asks for the answer to that again, which was lost: with
 * no overlap, it is all they have.
 */
async function asksForOwnSuccessor(
  { known, isJustRetired }: Bearer,
  operation: Bound | null,
  key: string | undefined,
): Promise<boolean> {
  if (known === null || !isJustRetired || key === undefined) return false;
  if (operation?.operation !== rotateOwnToken.operation) return false;
  return isAnswerKept(database(), known.snapshot.token.id, key, rotateOwnToken.operation);
}

async function answer(
  request: Request,
  origin: RequestOrigin,
  { actor, match, operation, isRetry }: Admitted,
): Promise<Response> {
  const input = await readInput(request, operation, new URL(request.url).searchParams, match);
  if (input instanceof BadJson) return malformed('malformed_json', input.message, origin.id);
  if (isRefusal(input)) return problem(input, origin.id);
  const idempotencyKey = idempotencyKeyOf(request);
  const context = {
    db: database(),
    actor,
    request: origin,
    serverSecret: serverSecret(),
    webhookPrivateHosts: environment().webhookPrivateHosts,
    idempotencyKey,
    ...(isRetry && { isRetry }),
  };
  if (isStream(operation)) {
    const lastEventId = request.headers.get('last-event-id');
    const asked = { ...(lastEventId ? { after: lastEventId } : {}), ...input };
    return streamResponse(operation, context, asked);
  }
  const result =
    operation.kind === 'command'
      ? await runCommand(operation, context, input)
      : await runQuery(operation, context, input);
  if (!result.ok) return problem(result, origin.id);
  const body = 'seq' in result ? { ...result.value, seq: result.seq } : result.value;
  return Response.json(body, {
    status: operation.http?.status ?? 200,
    headers: { 'Cache-Control': 'no-store', 'X-Request-Id': origin.id },
  });
}

function failed(error: unknown, requestId: string): Response {
  if (error instanceof RecordingFailed) {
    process.stderr.write(`${requestId} a use of a token could not be recorded: ${error.message}\n`);
    return unrecorded(requestId);
  }
  if (hadNoConnection(error)) {
    process.stderr.write(`${requestId} control API is busy: ${describeError(error)}\n`);
    return busy(requestId);
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${requestId} control API fault: ${cause}\n`);
  return fault(requestId);
}

function noRoute(pathname: string, requestId: string): Response {
  const allowed = methodsOf(pathname);
  if (allowed.length === 0) return problem(notFound('resource'), requestId);
  return problem(
    refuse('invalid', 'method_not_allowed', `This resource answers to ${allowed.join(', ')}.`),
    requestId,
    { status: 405, title: 'Method Not Allowed', headers: { Allow: allowed.join(', ') } },
  );
}
