import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

const NO_BYTES = /^0+$/;

/** Whether a header, its name in lower case, announces a body (RFC 9112 section 6). */
export const isAnnouncement = (name: string, value: string): boolean =>
  name === 'transfer-encoding' || (name === 'content-length' && !NO_BYTES.test(value));

/** Whether the head of a request announces a body, be it there or not. */
export const announcesBody = ({ headers }: IncomingMessage): boolean =>
  ['transfer-encoding', 'content-length'].some((name) => {
    const value = headers[name];
    return typeof value === 'string' && isAnnouncement(name, value);
  });

/** Connections whose last question has been asked. */
const ending = new WeakSet<Socket>();

/** Nothing that comes on this connection after this request is answered, or decided. */
export function endAfterThis(request: IncomingMessage): void {
  ending.add(request.socket);
}

/** Whether what comes on a connection now is behind the last question, as in one packet with it. */
export const isEnding = (socket: Socket): boolean => ending.has(socket);
