import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';

export interface Asked {
  /** `POST /api/v1/tokens?limit=1`. */
  readonly what: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON; a text as it is. */
  readonly body: unknown;
}

/**
 * A server in Keyward's place, as long as the tests of a file run.
 * @param settings of the environment, whose `keywardUrl` is its address before each test
 * @param answer null: the connection breaks instead
 * @returns what one test has asked it for, in order
 */
export function recordRequests(
  settings: { keywardUrl: string },
  answer: (asked: Asked) => Answer | null,
): readonly Asked[] {
  const recorded: Asked[] = [];
  let address = '';
  const server = createServer(async (request, response) => {
    const { method, url = '', headers } = request;
    const bytes = await buffer(request);
    const asked = { what: `${method} ${url}`, url: new URL(url, address), headers, bytes };
    recorded.push(asked);
    const given = answer(asked);
    if (given === null) {
      response.destroy();
      return;
    }
    const { status = 200, body } = given;
    response.writeHead(status, { 'Content-Type': 'application/json', ...given.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  beforeAll(async () => {
    await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    recorded.length = 0;
    settings.keywardUrl = address;
  });
  afterAll(() => void server.close());
  return recorded;
}

/** The body of a request, as JSON. */
export const bodyOf = (asked: Asked | undefined): unknown =>
  asked && asked.bytes.length > 0 ? JSON.parse(asked.bytes.toString()) : '';
