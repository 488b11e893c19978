import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, createPool, type Database } from './client';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase(createPool(database.url, { maxConnections: 1 }));
});
afterAll(async () => {
  await db.$client.end();
  await database.drop();
});

interface Use {
  readonly token: string | null;
  readonly second: number;
  readonly ip?: string;
  readonly denied?: boolean;
}

/** Looked at once: an hour that ends meanwhile changes nothing. */
const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000).toISOString();
let count = 0;

/** Records decisions of the hour that began, in one statement as a verifier does. */
const record = (uses: readonly Use[]) =>
  db.execute(sql`
    insert into decisions (id, at, verifier, outcome, code, token_id, ip)
    values ${sql.join(
      uses.map(({ token, second, ip = null, denied = false }) => {
        count += 1;
        const code = denied ? 'operation_not_granted' : 'allowed';
        return sql`(${`dec_${count}`}, ${hour}::timestamptz + ${second}::int * interval '1 second',
          'test', ${denied ? 'denied' : 'allowed'}, ${code}, ${token}, ${ip})`;
      }),
      sql`, `,
    )}`);

const usage = async (token: string) =>
  (
    await db.execute(sql`
      select extract(epoch from first_used_at - ${hour}::timestamptz)::int as first,
        extract(epoch from last_used_at - ${hour}::timestamptz)::int as last,
        extract(epoch from last_allowed_at - ${hour}::timestamptz)::int as "lastAllowed",
        last_ip as ip, allowed_count::int as allowed, denied_count::int as denied
      from token_usage where token_id = ${token}`)
  ).rows[0];

it('counts the uses of each token with its decisions', async () => {
  await record([
    { token: 'tok_a', second: 2, ip: '192.0.2.2' },
    { token: 'tok_b', second: 1, denied: true },
    { token: null, second: 9, ip: '192.0.2.9', denied: true },
    { token: 'tok_a', second: 3, denied: true },
  ]);
  // The last address that is known stays.
  expect(await usage('tok_a')).toEqual({
    first: 2,
    last: 3,
    lastAllowed: 2,
    ip: '192.0.2.2',
    allowed: 1,
    denied: 1,
  });
  expect(await usage('tok_b')).toEqual({
    ...{ first: 1, last: 1, lastAllowed: null, ip: null, allowed: 0, denied: 1 },
  });
});

it('adds to what was counted, whatever comes first', async () => {
  await record([{ token: 'tok_c', second: 20, ip: '192.0.2.20' }]);
  await record([
    { token: 'tok_c', second: 10, ip: '192.0.2.10' },
    { token: 'tok_c', second: 15, ip: '192.0.2.15' },
  ]);
  expect(await usage('tok_c')).toEqual({
    ...{ first: 10, last: 20, lastAllowed: 20, ip: '192.0.2.20', allowed: 3, denied: 0 },
  });
  await record([{ token: 'tok_c', second: 30, ip: '192.0.2.30' }]);
  expect(await usage('tok_c')).toMatchObject({ last: 30, ip: '192.0.2.30', allowed: 4 });
  await record([{ token: 'tok_c', second: 40, denied: true }]);
  expect(await usage('tok_c')).toMatchObject({ last: 40, lastAllowed: 30, denied: 1 });
});

it('counts nothing of a transaction that is rolled back', async () => {
  await db.execute(sql`begin`);
  await record([{ token: 'tok_d', second: 1 }]);
  await db.execute(sql`rollback`);
  expect(await usage('tok_d')).toBeUndefined();
});
