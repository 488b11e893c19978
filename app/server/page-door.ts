import type { z } from 'zod';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { type ActionOutcome, toFormState } from './form-outcome';
import { readBody } from './read-body';
import { isSameOrigin } from './same-origin';
import { currentActor } from './session';
import { currentRequestId } from './told';

interface PageDoor<Asked> {
  readonly schema: z.ZodType<Asked>;
  readonly maxBytes: number;
  /** What a page is told where we fail. */
  readonly onFault: string;
}

/**
 * A route that our own pages post JSON to, and that answers in JSON what an action would. Of other
 * sites, of strangers, and past the bound, nothing is read.
 */
export async function answerPage<Asked>(
  request: Request,
  door: PageDoor<Asked>,
  answer: (asked: Asked) => Promise<ActionOutcome<unknown>>,
): Promise<Response> {
  try {
    return await answerOrRefuse(request, door, answer);
  } catch (error) {
    const requestId = await currentRequestId();
    console.error(`${requestId} ${new URL(request.url).pathname} failed`, error);
    return respond({ status: 'refused', code: 'fault', message: door.onFault, requestId }, 500);
  }
}

async function answerOrRefuse<Asked>(
  request: Request,
  { schema, maxBytes }: PageDoor<Asked>,
  answer: (asked: Asked) => Promise<ActionOutcome<unknown>>,
): Promise<Response> {
  if (!isSameOrigin(request.headers)) {
    const crossSite = refuse('forbidden', 'cross_site', 'Send this from Keyward’s own pages.');
    return respond(await toFormState(crossSite), 403);
  }
  const actor = await currentActor();
  if (isRefusal(actor)) return respond(await toFormState(actor), 401);
  const body = await readBody(request, maxBytes);
  if (isRefusal(body)) {
    return respond(await toFormState(body), body.kind === 'too_large' ? 413 : 400);
  }
  const asked = schema.safeParse(parseJson(body));
  if (asked.success) return respond(await answer(asked.data));
  const unread = refuse('invalid', 'invalid_input', 'This can’t be read.');
  return respond(await toFormState(unread), 400);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// A refusal is the page's answer, not a failed request: browsers write those to the console.
const respond = (answer: ActionOutcome<unknown>, status = 200) =>
  Response.json(answer, { status, headers: { 'Cache-Control': 'no-store' } });
