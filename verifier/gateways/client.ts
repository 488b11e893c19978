import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';

/** Not the address of the gateway, so that the two can be told apart in a record. */
export const CLIENT_ADDRESS = '127.0.0.2';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether it came over a connection that had already been used. */
  readonly isReused: boolean;
}

export interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  /** Names and values in turn, sent as they are, repetitions included. */
  readonly headers?: readonly string[];
  readonly body?: Buffer;
  readonly agent?: Agent;
}

/** One client connection that is kept alive. */
export const oneConnection = () => new Agent({ keepAlive: true, maxSockets: 1 });

/** Sends a request to a gateway for the API, with the target and the headers exactly as given. */
export function send(port: number, sent: Sent): Promise<Answer> {
  const { method = 'GET', target = '/v1/invoices', headers = [], body, agent } = sent;
  const isSized = body && !headers.includes('Transfer-Encoding');
  const length = isSized ? ['Content-Length', String(body.length)] : [];
  const host = ['Host', sent.host ?? 'billing.example.com'];
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port, method, path: target, agent: agent ?? false },
        localAddress: CLIENT_ADDRESS,
        headers: [...host, ...length, ...headers],
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: text,
            isReused: asked.reusedSocket,
          }),
        );
      },
    );
    asked.setTimeout(15_000, () => asked.destroy(new Error('the gateway did not answer in 15 s')));
    asked.on('error', reject);
    asked.end(body);
  });
}

/**
 * Asks for a WebSocket; where it is opened, sends bytes and answers those that came back.
 * The upstream echoes, so the bytes have gone there and back through the gateway.
 */
export function upgrade(port: number, sent: Sent) {
  const { target = '/v1/invoices', headers = [] } = sent;
  const wish = headers.includes('Connection') ? [] : ['Connection', 'Upgrade'];
  return new Promise<{ status: number; echoed: string | null }>((resolve, reject) => {
    const asked = request({
      ...{ host: '127.0.0.1', port, path: target, agent: false, localAddress: CLIENT_ADDRESS },
      headers: [
        ...['Host', sent.host ?? 'billing.example.com', ...wish, 'Upgrade', 'websocket'],
        ...['Sec-WebSocket-Version', '13', 'Sec-WebSocket-Key', randomBytes(16).toString('base64')],
        ...headers,
      ],
    });
    asked.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode ?? 0, echoed: null }));
    });
    asked.on('upgrade', (response, socket) => {
      socket.on('error', reject);
      socket.once('data', (bytes: Buffer) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, echoed: bytes.toString() });
      });
      socket.write('hello');
    });
    asked.setTimeout(15_000, () => asked.destroy(new Error('the gateway did not answer in 15 s')));
    asked.on('error', reject);
    asked.end();
  });
}
