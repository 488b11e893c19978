// better-auth with its API-key plugin on Postgres, keys hashed as it does by default. Its limits of
// requests are off, for they would refuse the load, and so is telemetry; all else is as it comes.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { serve } from './serve.mjs';

const secrets = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const options = {
  secret: 'only a benchmark signs with this secret',
  baseURL: 'http://127.0.0.1',
  database: pool,
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};
await (await getMigrations(options)).runMigrations();
const auth = betterAuth(options);

// One key through its own door; the others are copies of that row with hashes of their own.
const { rows } = await pool.query(
  `insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
   values ('bench', 'Bench', 'bench@example.com', true, now(), now()) returning id`,
);
const permissions = { repos: ['read'] };
const made = await auth.api.createApiKey({
  body: { name: 'bench', userId: rows[0].id, permissions },
});
const { rows: columns } = await pool.query(
  `select column_name as name from information_schema.columns where table_name = 'apikey'`,
);
const copied = columns.map(({ name }) => name).filter((name) => name !== 'id' && name !== 'key');
const list = copied.map((name) => `"${name}"`).join(', ');
const hashes = secrets.map((secret) => createHash('sha256').update(secret).digest('base64url'));
await pool.query(
  `insert into apikey (id, key, ${list})
   select 'copy-' || at, hash, ${list} from apikey, unnest($2::text[]) with ordinality as h (hash, at)
   where apikey.id = $1`,
  [made.id, hashes],
);
await pool.query('analyze');

async function answer(request, response) {
  const key = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const { valid } = await auth.api.verifyApiKey({ body: { key, permissions } });
  response.writeHead(valid ? 200 : 401, ['content-length', '0']);
  response.end();
}

serve(
  (request, response) => {
    answer(request, response).catch((error) => {
      process.stderr.write(`better-auth failed: ${error}\n`);
      response.writeHead(503, ['content-length', '0']).end();
    });
  },
  secrets.map((secret) => ({
    method: 'GET',
    path: '/check',
    headers: { authorization: `Bearer ${secret}` },
  })),
);
