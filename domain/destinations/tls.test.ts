import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bring, STAND_IN_KINDS, STAND_INS } from '@/domain/testing/destinations/stand-ins';

let server: Server;
let asked = 0;

beforeAll(async () => {
  const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  server = createServer({ key, cert }, (_request, response) => {
    asked += 1;
    response.writeHead(200).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it.for(STAND_IN_KINDS)(
  'sends nothing to a %s whose certificate nobody vouches for',
  async (kind) => {
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const parcel = { secretName: 'TOKEN', secret: 'kws_in_clear' };
    await expect(bring(STAND_INS[kind].place(url), parcel)).rejects.toThrow(
      /can’t be reached \(.*SELF_SIGNED/,
    );
    expect(asked).toBe(0);
  },
);
