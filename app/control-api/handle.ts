import { database, serverSecret } from '@/app/server/database';
import { requestOrigin } from '@/app/server/request-origin';
import { resolveTokenActor } from '@/domain/access/resolve-actor';
import { isRefusal, notFound, type Refusal, refuse } from '@/domain/kernel/refusal';
import { runCommand, runQuery } from '@/domain/kernel/run';
import { fault, malformed, problem } from './problem';
import { readBody } from './read-body';
import { type Bound, findRoute, methodsOf } from './routes';

const MAX_JSON_BYTES = 1_048_576;
const MAX_DOCUMENT_BYTES = 32 * 1_048_576;

/** Answers one request to the control API: bearer token, route, input, command or query, answer. */
export async function handleControlRequest(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  try {
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const actor = await resolveTokenActor(database(), bearer ?? '', origin.ip);
    if (isRefusal(actor)) return problem(actor, origin.id);
    const url = new URL(request.url);
    const match = findRoute(request.method, url.pathname);
    if (!match) return noRoute(url.pathname, origin.id);
    const operation = chosen(match.operations, url.searchParams);
    const input = await readInput(request, operation, url.searchParams, match.params);
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

function chosen(operations: readonly Bound[], query: URLSearchParams): Bound {
  const conditional = operations.find(
    (operation) =>
      operation.http?.when &&
      Object.entries(operation.http.when).every(([name, value]) => query.get(name) === value),
  );
  const found = conditional ?? operations.find((operation) => !operation.http?.when);
  if (!found) throw new Error('a route without an unconditional operation');
  return found;
}

class BadJson extends Error {}

async function readInput(
  request: Request,
  operation: Bound,
  query: URLSearchParams,
  params: Readonly<Record<string, string>>,
): Promise<Record<string, unknown> | Refusal | BadJson> {
  const { rawBody, when } = operation.http ?? {};
  if (request.method === 'GET') return { ...Object.fromEntries(query), ...params };
  const unknownQuery = [...query.keys()].find((name) => !(when && name in when));
  if (unknownQuery !== undefined && !(rawBody && unknownQuery === 'dryRun')) {
    return refuse(
      'invalid',
      'invalid_input',
      `There is no query parameter “${unknownQuery}” here.`,
    );
  }
  const bytes = await readBody(request, rawBody ? MAX_DOCUMENT_BYTES : MAX_JSON_BYTES);
  if (!(bytes instanceof Uint8Array)) return bytes;
  if (rawBody) return { ...params, [rawBody]: bytes };
  if (bytes.byteLength === 0) return { ...params };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      return new BadJson('The body must be a JSON object.');
    }
    return { ...body, ...params };
  } catch (error) {
    return new BadJson(
      `The body is not JSON in UTF-8${error instanceof SyntaxError ? '' : ' (bad encoding)'}.`,
    );
  }
}
