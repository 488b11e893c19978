import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { handleControlRequest } from '@/app/control-api/handle';
import { handleTokenExchange } from '@/app/control-api/token-exchange';

/** The doors of the control API on a port of their own, as a pipeline reaches them. */
export async function openKeyward() {
  const asked: string[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming;
    asked.push(`${method} ${url}`);
    const bytes = await buffer(incoming);
    const request = new Request(new URL(url, 'http://127.0.0.1'), {
      ...{ method, headers: incoming.headers as Record<string, string> },
      ...(bytes.length > 0 && { body: bytes }),
    });
    const isExchange = url === '/api/v1/token-exchange';
    const response = await (isExchange ? handleTokenExchange : handleControlRequest)(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => server.close(),
  };
}

/** GitHub's endpoint for a job's OIDC token: signs for the audience it is asked for. */
export async function openOidcEndpoint(sign: (audience: string) => Promise<string>) {
  const bearer = 'the bearer of this job';
  const server = createServer(async (request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${bearer}`;
    const audience = new URL(request.url ?? '/', 'http://x').searchParams.get('audience') ?? '';
    response.statusCode = isKnown ? 200 : 401;
    response.end(JSON.stringify(isKnown ? { value: await sign(audience) } : {}));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2`;
  return { url, bearer, close: () => server.close() };
}
