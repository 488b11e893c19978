import { createServer } from 'node:http';

/**
 * Serves a peer, and what the benchmark is to ask it at `/bench/requests`.
 * @param {import('node:http').RequestListener} handler
 * @param {readonly unknown[]} requests in the shape of LoadRequest
 */
export function serve(handler, requests) {
  const server = createServer((request, response) => {
    if (request.url === '/bench/requests') response.end(JSON.stringify(requests));
    else handler(request, response);
  });
  server.keepAliveTimeout = 75_000;
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`ready http://127.0.0.1:${server.address().port}\n`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
