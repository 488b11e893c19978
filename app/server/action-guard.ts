import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie } from 'cookie';
import { getToken } from 'next-auth/jwt';
import { SIGNED_OUT } from '@/components/ui/signed-out';
import { environment } from '@/domain/environment/env';
import { actionState } from './action-state';
import { serverSecret } from './database';

/** Twice the largest save there is: a scope of 20,000 operations. */
const MAX_ACTION_BYTES = 2 * 1_048_576;
/** Where strangers may act: setting a password by a one-time link. */
const OPEN_PAGES = new Set(['/setup']);
const OPEN_BYTES = 16_384;

/** The API, the sign-in and provisioning know callers by themselves, and bound what they read. */
const OWN_DOORS = /^\/(api\/|scim\/v2(\/|$))/;

/** Route handlers that pages send to: they bound what they read themselves, and answer in JSON. */
const ROUTE_HANDLER = /^\/(questions|changes|apis\/[^/]+\/import\/document)$/;

const READS_ONLY = new Set(['GET', 'HEAD', 'OPTIONS']);

interface Refused {
  readonly status: number;
  readonly text: string;
}

/**
 * Stands before all that pages send. Of strangers, and of bodies that are too long or don't say how
 * long they are, nothing is read: 401, 413, 411, and the connection ends. Arguments of an action that
 * can't be read are the sender's fault, 400, where Next would answer with a fault of its own.
 */
export async function guardActions(
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => Promise<void>,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (READS_ONLY.has(request.method ?? '') || OWN_DOORS.test(path)) return handle();
  if (!OPEN_PAGES.has(path) && !(await hasSession(request))) return signedOut(response, path);
  if (ROUTE_HANDLER.test(path)) return handle();
  const refused = refusalOf(request, path);
  if (refused) return answer(response, refused.status, 'text/plain', refused.text);
  const state = { isRead: false };
  const { writeHead } = response;
  response.writeHead = function write(this: ServerResponse, status: number, ...rest: never[]) {
    const isUnread = status === 500 && !state.isRead;
    return Reflect.apply(writeHead, this, [isUnread ? 400 : status, ...rest]);
  } as typeof writeHead;
  await actionState.run(state, handle);
}

function refusalOf({ headers }: IncomingMessage, path: string): Refused | null {
  const length = headers['content-length'];
  if (length === undefined) return { status: 411, text: 'The request must say how long it is.' };
  const most = OPEN_PAGES.has(path) ? OPEN_BYTES : MAX_ACTION_BYTES;
  return Number(length) > most
    ? { status: 413, text: `The request is longer than ${most} bytes.` }
    : null;
}

const signedOut = (response: ServerResponse, path: string): void =>
  ROUTE_HANDLER.test(path)
    ? answer(response, 401, 'application/json', JSON.stringify(SIGNED_OUT))
    : answer(response, 401, 'text/plain', SIGNED_OUT.message);

function answer(response: ServerResponse, status: number, type: string, text: string): void {
  const headers = { 'Content-Type': type, 'Cache-Control': 'no-store', Connection: 'close' };
  response.writeHead(status, headers).end(text);
}

/** Whether a cookie of ours came along. Whether its session lives is asked where the action runs. */
async function hasSession({ headers }: IncomingMessage): Promise<boolean> {
  if (headers.cookie === undefined) return false;
  const req = { headers, cookies: parseCookie(headers.cookie) };
  const token = await getToken({
    req: req as unknown as Parameters<typeof getToken>[0]['req'],
    secret: serverSecret(),
    secureCookie: environment().keywardUrl.startsWith('https:'),
  });
  return token !== null;
}
