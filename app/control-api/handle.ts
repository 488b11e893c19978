import { database, serverSecret } from '@/app/server/database';
import { requestOrigin } from '@/app/server/request-origin';
import { resolveTokenActor } from '@/domain/access/resolve-actor';
import { isRefusal, notFound, refuse } from '@/domain/kernel/refusal';
import { runCommand, runQuery } from '@/domain/kernel/run';
import { fault, malformed, problem, withoutToken } from './problem';
import { BadJson, chooseOperation, readInput } from './read-input';
import { findRoute, methodsOf } from './routes';

/** Answers one request to the control API: bearer token, route, input, command or query, answer. */
export async function handleControlRequest(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  try {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const actor = await resolveTokenActor(database(), bearer ?? '', origin.ip);
    if (isRefusal(actor)) {
      return bearer === undefined ? withoutToken(actor, origin.id) : problem(actor, origin.id);
    }
    const url = new URL(request.url);
    const match = findRoute(request.method, url.pathname);
    if (!match) return noRoute(url.pathname, origin.id);
    const operation = chooseOperation(match, url.searchParams);
    if (isRefusal(operation)) return problem(operation, origin.id);
    const input = await readInput(request, operation, url.searchParams, match);
    if (input instanceof BadJson) return malformed('malformed_json', input.message, origin.id);
    if (isRefusal(input)) return problem(input, origin.id);
    const idempotencyKey =
      request.method === 'POST' ? (request.headers.get('idempotency-key') ?? undefined) : undefined;
    const context = {
      db: database(),
      actor,
      request: origin,
      serverSecret: serverSecret(),
      idempotencyKey,
    };
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
  } catch (error) {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${origin.id} control API fault: ${cause}\n`);
    return fault(origin.id);
  }
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
