import { createServer, Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CommandFailure } from '@/cli/failure';
import { freePort } from '@/db/embedded/free-port';
import { checkPorts, type WantedPort } from './ports';

let occupant: Server | undefined;
afterEach(() => occupant?.close());

async function wantedPort(facts: Partial<WantedPort> = {}): Promise<WantedPort> {
  return {
    host: '127.0.0.1',
    port: await freePort(),
    purpose: 'verifier',
    portVariable: 'VERIFIER_PORT',
    hostVariable: 'VERIFIER_HOST',
    ...facts,
  };
}

async function occupy({ host, port }: WantedPort): Promise<void> {
  const server = createServer();
  occupant = server;
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
}

describe('checkPorts', () => {
  it('is content with a port nobody uses', async () => {
    await expect(checkPorts([await wantedPort()], 0)).resolves.toBeUndefined();
  });

  it('names a taken port and how to choose another', async () => {
    const wanted = await wantedPort();
    await occupy(wanted);
    const check = checkPorts([wanted], 0);
    await expect(check).rejects.toThrow(CommandFailure);
    await expect(check).rejects.toThrow(
      new RegExp(`port ${wanted.port} for the verifier is taken .* VERIFIER_PORT=\\d+ npm start`),
    );
  });

  it('waits for a port that the children of a crashed start are just giving back', async () => {
    const wanted = await wantedPort();
    await occupy(wanted);
    const tries = vi.spyOn(Server.prototype, 'listen');
    const check = checkPorts([wanted], 60_000);
    // A second try: the first has found it taken.
    await vi.waitUntil(() => tries.mock.calls.length > 1, 30_000);
    tries.mockRestore();
    occupant?.close();
    await expect(check).resolves.toBeUndefined();
  });

  it('names the variable of an address this machine does not have', async () => {
    const wanted = await wantedPort({ host: '203.0.113.1' });
    await expect(checkPorts([wanted], 0)).rejects.toThrow(/VERIFIER_HOST=127\.0\.0\.1/);
  });
});
