import { connect } from 'node:net';

/** Sends bytes as they are and answers everything the server says until it closes (or says nothing for 10 s). */
export function sendRaw(address: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(answer));
  });
}

/** A request of these header lines that asks to close the connection after its answer. */
export const rawRequest = (line: string, headers: readonly string[]): string =>
  [line, 'Host: verifier', 'Connection: close', ...headers, '', ''].join('\r\n');
