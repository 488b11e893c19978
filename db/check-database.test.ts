import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ownerUrl } from '@/db/embedded/connection';
import { freePort } from '@/db/embedded/free-port';
import { startPgBouncer } from '@/db/testing/pgbouncer';
import { createTestDatabase } from '@/db/testing/test-database';
import { onServer } from '@/db/testing/test-server';
import { checkDatabase, type DatabaseCheck, factsProblem } from './check-database';

const server = inject('testServer');
const EMPTY = 'check_empty';
const PASSWORD = 'hunter/2@#';
let migrated: Awaited<ReturnType<typeof createTestDatabase>>;
let lastMigrationAt = 0;
let deadPort: number;

beforeAll(async () => {
  migrated = await createTestDatabase();
  const client = new pg.Client({ connectionString: migrated.ownerUrl });
  await client.connect();
  const { rows } = await client.query(
    'select max(created_at) as at from drizzle.__drizzle_migrations',
  );
  lastMigrationAt = Number(rows[0].at);
  await client.end();
  await onServer(server, `create database ${EMPTY}`);
  await onServer(server, `create role check_guest login password '${PASSWORD}'`);
  deadPort = await freePort();
});
afterAll(async () => {
  await migrated.drop();
  await onServer(server, `drop database ${EMPTY}`);
  await onServer(server, 'drop role check_guest');
});

/** The address of the owner, with something of it changed. */
function address(change: (url: URL) => void, database = EMPTY): string {
  const url = new URL(ownerUrl(server.passwords, server.port, database));
  change(url);
  return url.href;
}

async function problemOf(url: string, options: Partial<DatabaseCheck> = {}): Promise<string> {
  const check = {
    variable: 'DATABASE_URL',
    use: 'migrate',
    patienceMs: 0,
    lastMigrationAt,
  } as const;
  try {
    await checkDatabase(url, { ...check, ...options });
    return 'nothing is wrong';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('checkDatabase', () => {
  it('lets the role of an embedded database see that it fits', async () => {
    expect(await problemOf(migrated.url, { use: 'write' })).toBe('nothing is wrong');
  });

  const usual: [string, () => string, RegExp][] = [
    [
      'a wrong password',
      () => address((url) => (url.password = encodeURIComponent(PASSWORD))),
      /the password of "keyward_owner" is wrong: .*percent-encoded/,
    ],
    [
      'no password',
      () => address((url) => (url.password = '')),
      /the address has none: write user:password@/,
    ],
    [
      'an unknown user',
      () => address((url) => (url.username = 'nobody')),
      /the password of "nobody" is wrong/,
    ],
    [
      'an unknown host',
      () => address((url) => (url.hostname = 'nowhere.invalid')),
      /(no host is named "nowhere.invalid"|the name "nowhere.invalid" can't be looked up)/,
    ],
    [
      'a port nobody listens on',
      () => address((url) => (url.port = String(deadPort))),
      /nothing listens on 127.0.0.1:\d+: start Postgres/,
    ],
    [
      'a host with several addresses where nobody listens',
      () => address((url) => Object.assign(url, { hostname: 'localhost', port: deadPort })),
      /nothing listens on localhost:\d+: start Postgres/,
    ],
    [
      'a database that does not exist',
      () => address((url) => (url.pathname = '/missing')),
      /there is no database "missing": .*CREATE DATABASE "missing" OWNER "keyward_owner"/,
    ],
    [
      'encryption where the server has none',
      () => address((url) => (url.search = '?sslmode=verify-full')),
      /the server has no TLS: take sslmode away/,
    ],
    [
      'a role without rights',
      () =>
        address((url) =>
          Object.assign(url, { username: 'check_guest', password: encodeURIComponent(PASSWORD) }),
        ),
      /"check_guest" may not create tables in "check_empty": as the owner, run ALTER DATABASE/,
    ],
  ];
  it.each(usual)('explains %s in one line, without the password', async (_what, url, problem) => {
    const said = await problemOf(url());
    expect(said).toMatch(/^DATABASE_URL: [^\n]*$/);
    expect(said).toMatch(problem);
    for (const secret of [PASSWORD, encodeURIComponent(PASSWORD), server.passwords.ownerPassword]) {
      expect(said).not.toContain(secret);
    }
  });

  it('names whatever variable the address came from', async () => {
    const said = await problemOf(
      address((url) => (url.pathname = '/missing')),
      {
        variable: 'VERIFIER_DATABASE_URL',
      },
    );
    expect(said).toMatch(/^VERIFIER_DATABASE_URL: there is no database/);
  });

  it('takes an empty database to migrate, and asks for the migration otherwise', async () => {
    const empty = address(() => undefined);
    expect(await problemOf(empty)).toBe('nothing is wrong');
    expect(await problemOf(empty, { use: 'write' })).toMatch(/run keyward migrate first/);
    expect(await problemOf(migrated.ownerUrl, { use: 'write' })).toBe('nothing is wrong');
  });

  it('leaves a database alone that a newer version has migrated', async () => {
    const older = { lastMigrationAt: lastMigrationAt - 1 };
    for (const use of ['migrate', 'write'] as const) {
      expect(await problemOf(migrated.ownerUrl, { ...older, use })).toMatch(/a newer Keyward/);
    }
  });

  it('lets a verifier start again that the newer schema still serves, and none before it', async () => {
    const client = new pg.Client({ connectionString: migrated.url });
    await client.connect();
    const { rows } = await client.query('select verifiers_from::float8 as at from schema_support');
    await client.end();
    for (const use of ['verify', 'read'] as const) {
      const ask = (at: number) => problemOf(migrated.url, { lastMigrationAt: at, use });
      expect(await ask(rows[0].at)).toBe('nothing is wrong');
      expect(await ask(rows[0].at - 1)).toMatch(/a newer Keyward/);
    }
  });

  it('waits for a server that is on its way', async () => {
    const startedAt = performance.now();
    const url = address((one) => (one.port = String(deadPort)));
    expect(await problemOf(url, { patienceMs: 600 })).toMatch(/nothing listens/);
    expect(performance.now() - startedAt).toBeGreaterThan(600);
  });
});

it.each(['transaction', 'statement'] as const)(
  'says what to do about PgBouncer in %s mode',
  async (mode) => {
    const bouncer = await startPgBouncer(migrated.ownerUrl, mode);
    const said = await problemOf(bouncer.url);
    await bouncer.stop();
    expect(said).toMatch(
      new RegExp(
        `^DATABASE_URL: it leads to a connection pooler in ${mode} mode .*pool_mode = session`,
      ),
    );
  },
);

it('takes PgBouncer in session mode', async () => {
  const bouncer = await startPgBouncer(migrated.ownerUrl, 'session');
  expect(await problemOf(bouncer.url)).toBe('nothing is wrong');
  await bouncer.stop();
});

describe('what a server says of itself', () => {
  const good = { version: '15.2', version_num: 150_002, standby: false, may_create: true };
  const role = { user: 'keyward', database: 'keyward' };

  it.each([
    ['13.4', 130_004],
    ['9.6.24', 90_624],
  ])('is not enough at version %s', (version, version_num) => {
    expect(factsProblem({ ...good, version, version_num }, 'migrate', role)).toMatch(
      `PostgreSQL 15 or newer is needed, and this server is ${version}: upgrade it`,
    );
  });

  it('is not enough for writing on a standby, and enough for reading', () => {
    const standby = { ...good, standby: true };
    expect(factsProblem(standby, 'write', role)).toMatch(/name the primary/);
    expect(factsProblem(standby, 'read', role)).toBeNull();
  });

  it('is enough without the right to create once nothing is to be migrated', () => {
    const bound = { ...good, may_create: false };
    expect(factsProblem(bound, 'migrate', role)).toMatch(/may not create tables/);
    expect(factsProblem(bound, 'write', role)).toBeNull();
  });
});
