import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
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

// RFC 6455 section 1.3: HAProxy checks the answer by it.
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** An API behind a gateway that keeps what it receives; `?status=` chooses what it answers. */
export async function startUpstream() {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const headers = headersOf(request);
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
  // A WebSocket as far as gateways look at one: the answer 101, and then bytes, echoed here.
  server.on('upgrade', (request, socket) => {
    const { method = '', url: target = '' } = request;
    received.push({ method, target, headers: headersOf(request), bodyBytes: 0, bodySha256: '' });
    const key = `${request.headers['sec-websocket-key']}${WEBSOCKET_GUID}`;
    const accept = createHash('sha1').update(key).digest('base64');
    const answer = [
      ...['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'],
      ...[`Sec-WebSocket-Accept: ${accept}`, '', ''],
    ];
    socket.on('error', () => socket.destroy());
    socket.write(answer.join('\r\n'));
    socket.pipe(socket);
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

function headersOf({ rawHeaders }: IncomingMessage): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), rawHeaders[at + 1] as string]);
  }
  return headers;
}
