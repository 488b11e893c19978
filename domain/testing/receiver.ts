import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly origin: string;
  /** Everything that came, in order. */
  readonly requests: readonly Received[];
  /** Answers otherwise from now on. */
  answerWith(answer: Answer): void;
  close(): Promise<void>;
}

type Answer = (request: Received, response: ServerResponse) => unknown;

/** A real server on a free loopback port, which keeps what it is sent. */
export async function startReceiver(
  first: Answer = (_request, response) => response.writeHead(204).end(),
): Promise<Receiver> {
  let answer = first;
  const requests: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece as Buffer);
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body: Buffer.concat(pieces).toString('utf8') };
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answerWith(next) {
      answer = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
