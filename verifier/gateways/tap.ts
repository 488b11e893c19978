import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a gateway and the verifier, counts connections and keeps what the gateway says. */
export async function startTap(verifierPort: number) {
  const sockets = new Set<Socket>();
  let connections = 0;
  let heard = '';
  let server: Server | undefined;
  const accept = (gateway: Socket) => {
    connections += 1;
    const verifier = connect(verifierPort, '127.0.0.1');
    gateway.on('data', (chunk) => {
      heard += chunk.toString('latin1');
    });
    for (const [from, to] of [
      [gateway, verifier],
      [verifier, gateway],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  };
  async function open(port: number): Promise<number> {
    server = createServer(accept);
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the tap has no port');
    return address.port;
  }
  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server?.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  const port = await open(0);
  return {
    port,
    /** What gateways have said to the verifier since the last time of asking. */
    take(): { connections: number; text: string } {
      const taken = { connections, text: heard };
      connections = 0;
      heard = '';
      return taken;
    },
    /** Refuses connections, as a port does that nobody listens on, until opened again. */
    close,
    reopen: () => open(port),
  };
}
