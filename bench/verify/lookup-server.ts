import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createPool } from '@/db/client';
import { announce } from './announce';

const CONNECTIONS = 10;

/** The token, its identity, membership and group in one indexed query: no policy, no operations. */
const LOOKUP = `select t.id, t.expires_at > now() as is_current, t.state, i.state as identity_state,
    g.state as group_state
  from tokens t
  join identities i on i.id = t.identity_id
  join memberships m on m.identity_id = t.identity_id and m.group_id = t.group_id
  join groups g on g.id = t.group_id
  where t.secret_sha256 = $1`;

/** A Postgres lookup for each request, by a prepared statement: what most self-built checks are. */
const pool = createPool(process.env.DATABASE_URL ?? '', { maxConnections: CONNECTIONS });

async function isAllowed(authorization: string | undefined): Promise<boolean> {
  const hash = createHash('sha256')
    .update(authorization?.slice(7) ?? '')
    .digest();
  const { rows } = await pool.query({ name: 'lookup', text: LOOKUP, values: [hash] });
  const [row] = rows;
  return row?.is_current && row.state === 'active' && row.group_state === 'active';
}

const server = createServer((request, response) => {
  isAllowed(request.headers.authorization).then(
    (allowed) => {
      response.writeHead(allowed ? 200 : 401, ['content-length', '0']);
      response.end();
    },
    (error) => {
      process.stderr.write(`lookup failed: ${error}\n`);
      response.writeHead(503, ['content-length', '0']);
      response.end();
    },
  );
});
announce(server);
