import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the protected API received it. */
export interface Received {
  readonly method: string;
  /** As it stood in the request line. */
  readonly target: string;
  /** By lower-case name; what came twice has two values. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly bodyBytes: number;
  readonly bodySha256: string;
}

/** An API behind a gateway that keeps what it receives; `?status=` chooses what it answers. */
export async function startUpstream() {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const headers = new Map<string, string[]>();
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      const name = (request.rawHeaders[at] as string).toLowerCase();
      headers.set(name, [...(headers.get(name) ?? []), request.rawHeaders[at + 1] as string]);
    }
    const hash = createHash('sha256');
    let bodyBytes = 0;
    request.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      bodyBytes += chunk.length;
    });
    request.on('end', () => {
      const { method = '', url: target = '' } = request;
      received.push({ method, target, headers, bodyBytes, bodySha256: hash.digest('hex') });
      const status = Number(/[?&]status=(\d{3})/.exec(target)?.[1] ?? 200);
      response.writeHead(status, { 'x-upstream': 'reached' });
      response.end(method === 'HEAD' ? undefined : 'from the API');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    received,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
