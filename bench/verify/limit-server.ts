import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { announce } from './announce';

/**
 * The limit: what bare `node:http` can do that hashes a secret and looks it up in a Map. A POST is
 * read and parsed as well, and answered in JSON, for there is no way around that either.
 */
const secrets: string[] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
const known = new Map(secrets.map((secret, at) => [hashOf(secret), `token-${at}`]));

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    const token = known.get(hashOf(request.headers.authorization?.slice(7) ?? ''));
    const headers = ['x-token', token ?? '', 'cache-control', 'no-store', 'content-length', '0'];
    response.writeHead(token === undefined ? 401 : 200, headers);
    response.end();
    return;
  }
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const token = known.get(hashOf(JSON.parse(body).token));
    const answer = JSON.stringify({ allowed: token !== undefined, token });
    const length = String(Buffer.byteLength(answer));
    response.writeHead(200, ['content-type', 'application/json', 'content-length', length]);
    response.end(answer);
  });
});
announce(server);
