import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';

interface Taken {
  readonly header: string;
  readonly event: { readonly metadata: { readonly uid: string; readonly log_name: string } };
}

/** The messages in octet-counted frames. @throws where the count doesn't fit */
function readFrames(bytes: Buffer): Taken[] {
  const taken: Taken[] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at);
    const end = space + 1 + Number(bytes.toString('latin1', at, space));
    const message = bytes.toString('utf8', space + 1, end);
    const json = message.indexOf('] {') + 2;
    taken.push({ header: message.slice(0, json - 1), event: JSON.parse(message.slice(json)) });
    at = end;
  }
  return taken;
}

/**
 * A syslog server of this machine: it takes what came by a connection once that has ended, as others do.
 * `reset` breaks each connection off, and `hang` reads nothing.
 */
export async function openSyslog(tls?: { readonly key: string; readonly cert: string }) {
  const taken: Taken[] = [];
  const sockets = new Set<Socket>();
  let behaviour: 'take' | 'reset' | 'hang' = 'take';
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (behaviour === 'hang') return socket.pause();
    const pieces: Buffer[] = [];
    socket.on('data', (piece: Buffer) => {
      if (behaviour === 'reset') socket.resetAndDestroy();
      pieces.push(piece);
    });
    socket.on('end', () => {
      taken.push(...readFrames(Buffer.concat(pieces)));
      socket.end();
    });
  };
  const options = { allowHalfOpen: true };
  const server: Server = tls
    ? createTls({ ...options, ...tls }, accept)
    : createTcp(options, accept);
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    port: (server.address() as AddressInfo).port,
    taken,
    /** How many are open now. */
    connections: () => sockets.size,
    behave(next: typeof behaviour) {
      // One that has read nothing doesn't say goodbye as if it had.
      for (const socket of sockets) {
        if (behaviour === 'hang') socket.resetAndDestroy();
        else socket.destroy();
      }
      behaviour = next;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** A receiver of NDJSON; it answers with the status that is set. */
export async function openCollector() {
  const requests: {
    bearer: string | undefined;
    type: string | undefined;
    events: Taken['event'][];
  }[] = [];
  const answers = { status: 200 };
  const server: HttpServer = createHttp((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const lines = Buffer.concat(pieces).toString().trimEnd().split('\n');
      const { authorization: bearer, 'content-type': type } = request.headers;
      requests.push({ bearer, type, events: lines.map((line) => JSON.parse(line)) });
      response.writeHead(answers.status).end();
    });
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
