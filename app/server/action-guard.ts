import type { IncomingMessage, ServerResponse } from 'node:http';
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

interface Refused {
  readonly status: number;
  readonly text: string;
}

/**
 * Whether a request runs a server action: by its header, or as a form sent without JavaScript. What
 * goes to a route handler names neither.
 */
const isAction = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  (headers['next-action'] !== undefined ||
    /^(multipart\/form-data|application\/x-www-form-urlencoded)/i.test(
      headers['content-type'] ?? '',
    ));

/**
 * Stands before Next's server actions. Of strangers, and of bodies that are too long or don't say how
 * long they are, nothing is read: 401, 413, 411, and the connection ends. Arguments that can't be read
 * are the sender's fault, 400, where Next would answer with a fault of its own.
 */
export async function guardAction(
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => Promise<void>,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (!isAction(request) || path.startsWith('/api/')) return handle();
  const refused = await refusalOf(request, path);
  if (refused) {
    response
      .writeHead(refused.status, { 'Content-Type': 'text/plain', Connection: 'close' })
      .end(refused.text);
    return;
  }
  const state = { isRead: false };
  const { writeHead } = response;
  response.writeHead = function write(this: ServerResponse, status: number, ...rest: never[]) {
    const isUnread = status === 500 && !state.isRead;
    return Reflect.apply(writeHead, this, [isUnread ? 400 : status, ...rest]);
  } as typeof writeHead;
  await actionState.run(state, handle);
}

async function refusalOf(request: IncomingMessage, path: string): Promise<Refused | null> {
  const length = request.headers['content-length'];
  const isOpen = OPEN_PAGES.has(path);
  if (!isOpen && !(await hasSession(request))) return { status: 401, text: SIGNED_OUT.message };
  if (length === undefined) return { status: 411, text: 'The request must say how long it is.' };
  const most = isOpen ? OPEN_BYTES : MAX_ACTION_BYTES;
  return Number(length) > most
    ? { status: 413, text: `The request is longer than ${most} bytes.` }
    : null;
}

/** Whether a cookie of ours came along. Whether its session lives is asked where the action runs. */
async function hasSession(request: IncomingMessage): Promise<boolean> {
  const token = await getToken({
    req: request as Parameters<typeof getToken>[0]['req'],
    secret: serverSecret(),
    secureCookie: environment().keywardUrl.startsWith('https:'),
  });
  return token !== null;
}
