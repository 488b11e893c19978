import { decisionOf, recordDecision } from '@/app/control-api/decision';
import { database, serverSecret } from '@/app/server/database';
import { publicUrls } from '@/app/server/public-urls';
import { requestOrigin } from '@/app/server/request-origin';
import { actorOfBearer } from '@/domain/actors/resolve-actor';
import { bearerToken, CHALLENGE } from '@/domain/base/bearer-header';
import type { Context, RequestOrigin } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import { bearerOf } from '@/domain/decision/bearer';
import { keepRefusedRequest } from '@/domain/scim/problems';
import { describeError, hadNoConnection } from '@/domain/upkeep/open-database';
import { RecordingFailed } from '@/journal/record/recorder';
import { CONTENT_TYPE, refused, scimError } from './answers';
import { throttle } from './limit';
import { answerScim } from './routes';

/**
 * Answers one request of a provisioning client: bearer token, decision on record, then the request. The
 * right is one for all of them, so a token without it learns nothing of what is here.
 */
export async function handleScimRequest(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  const answer = await admitted(request, origin).catch((error: unknown) => failed(error, origin));
  answer.headers.set('X-Request-Id', origin.id);
  if (wantsPlainJson(request)) sayPlainJson(answer.headers);
  const { status, headers } = answer;
  return request.method === 'HEAD' ? new Response(null, { status, headers }) : answer;
}

/** Who takes JSON alone gets the same under that name (RFC 7644, section 3.8). */
const wantsPlainJson = ({ headers }: Request): boolean => {
  const accept = headers.get('accept') ?? '';
  return (
    /\bapplication\/json\b/i.test(accept) && !/application\/(scim\+json|\*)|\*\/\*/i.test(accept)
  );
};

function sayPlainJson(headers: Headers): void {
  if (headers.get('content-type') === CONTENT_TYPE) headers.set('content-type', 'application/json');
}

const RIGHT = { operation: 'scim.provision' } as const;

async function admitted(request: Request, origin: RequestOrigin): Promise<Response> {
  const secret = bearerToken(request.headers.get('authorization'));
  const bearer = await bearerOf(database(), secret ?? '', origin.ip);
  const { pathname } = new URL(request.url);
  const asked = { method: request.method, path: pathname, isRetry: false };
  const decision = await recordDecision(decisionOf(bearer, RIGHT, asked, origin));
  const actor = actorOfBearer(bearer);
  if (isRefusal(actor)) {
    const headers = { 'WWW-Authenticate': CHALLENGE };
    return secret === null
      ? scimError({ status: 401, detail: actor.message, headers })
      : refused(actor);
  }
  if (decision.code !== 'allowed') {
    return scimError({ status: 403, detail: 'The token’s group does not hold scim.provision.' });
  }
  const waitSeconds = await throttle(actor.id);
  if (waitSeconds > 0) {
    const headers = { 'Retry-After': String(waitSeconds) };
    return scimError({ status: 429, detail: 'Too many requests: wait a moment.', headers });
  }
  const context: Context = { db: database(), actor, request: origin, serverSecret: serverSecret() };
  const base = `${publicUrls().dashboard.replace(/\/$/, '')}/scim/v2`;
  const answer = await answerScim(request, context, base);
  if (isWrong(request, answer)) await keepWhatWasWrong(context, asked, answer.clone());
  return answer;
}

/**
 * A change that was refused. Who reads probes for what may not be there, and is told so; who has left is
 * told nothing.
 */
const isWrong = ({ method, signal }: Request, { status }: Response) =>
  method !== 'GET' && method !== 'HEAD' && !signal.aborted && status >= 400 && status < 500;

async function keepWhatWasWrong(
  { db, actor }: Context,
  { method, path: pathname }: { method: string; path: string },
  answer: Response,
): Promise<void> {
  const { detail } = (await answer.json()) as { detail: string };
  const path = pathname.replace(/^\/scim\/v2/, '');
  await keepRefusedRequest(db, actor.id, { method, path, detail });
}

function failed(error: unknown, { id }: RequestOrigin): Response {
  if (error instanceof RecordingFailed || hadNoConnection(error)) {
    process.stderr.write(`${id} provisioning not done: ${describeError(error)}\n`);
    const detail = 'This can’t be done at the moment, so it was not done. Try again.';
    return scimError({ status: 503, detail, headers: { 'Retry-After': '1' } });
  }
  const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${id} provisioning fault: ${cause}\n`);
  return scimError({ status: 500, detail: `Something went wrong here. Our log has it as ${id}.` });
}
