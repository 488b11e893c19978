import pg from 'pg';
import { explainDatabaseError, mayPass } from './explain-database-error';
import { sharedBackends } from './pooler';

const OLDEST_MAJOR = 15;
const ANSWERS_WITHIN_MS = 10_000;
const AGAIN_MS = 250;

/** A database that can't be used as it is: one line that names the variable and says what to do. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

export interface DatabaseCheck {
  /** The variable that names the database in messages. */
  readonly variable: string;
  /**
   * `migrate`: its schema is about to be brought to this version. `verify`: by a verifier, which runs
   * beside newer processes. `read`: by a verifier that has another primary; a replica will do.
   */
  readonly use: 'migrate' | 'write' | 'verify' | 'read';
  /** How long a server that is away may take to come. */
  readonly patienceMs: number;
  /** `created_at` of the last migration of this version, in ms since 1970. */
  readonly lastMigrationAt: number;
}

interface Facts {
  readonly version: string;
  readonly version_num: number;
  readonly standby: boolean;
  readonly may_create: boolean;
  readonly has_history: boolean;
}

const FACTS = `select split_part(current_setting('server_version'), ' ', 1) as version,
  current_setting('server_version_num')::int as version_num,
  pg_is_in_recovery() as standby,
  has_database_privilege(current_database(), 'create')
    and has_schema_privilege('public', 'create') as may_create,
  to_regclass('drizzle.__drizzle_migrations') is not null as has_history`;

/**
 * Makes sure that a database named by a variable can be used: it answers, is new enough, keeps
 * sessions, gives the needed rights, and has a schema this version knows.
 * @throws DatabaseUnusable with the cause and what to do
 */
export async function checkDatabase(address: string, check: DatabaseCheck): Promise<void> {
  const connect = async () => {
    const client = new pg.Client({
      connectionString: address,
      application_name: 'keyward check',
      connectionTimeoutMillis: ANSWERS_WITHIN_MS,
      query_timeout: ANSWERS_WITHIN_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      // One that was refused halfway would stay open, and hold the database.
      void client.end().catch(() => undefined);
      throw error;
    }
    return client;
  };
  try {
    const client = await patiently(connect, check.patienceMs);
    try {
      const problem = await findProblem(client, connect, check);
      if (problem !== null) throw new DatabaseUnusable(`${check.variable}: ${problem}`);
    } finally {
      await client.end();
    }
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw error;
    const message = explainDatabaseError(error, check.variable, address);
    throw new DatabaseUnusable(message, { cause: error });
  }
}

async function patiently(
  connect: () => Promise<pg.Client>,
  patienceMs: number,
): Promise<pg.Client> {
  for (const until = performance.now() + patienceMs; ; ) {
    try {
      return await connect();
    } catch (error) {
      if (performance.now() >= until || !mayPass(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

async function findProblem(
  client: pg.Client,
  connect: () => Promise<pg.Client>,
  check: DatabaseCheck,
): Promise<string | null> {
  const mode = await sharedBackends(client, connect);
  if (mode !== null) {
    return `it leads to a connection pooler in ${mode} mode (PgBouncer's pool_mode), where Keyward can neither listen for changes nor keep prepared statements: set pool_mode = session for this database, with a pool of at least 40, or name Postgres itself`;
  }
  const { rows } = await client.query<Facts>(FACTS);
  const [facts] = rows;
  if (facts === undefined) return 'the server does not say what it is';
  return factsProblem(facts, check.use, client) ?? schemaProblem(client, facts.has_history, check);
}

/** What a server says of itself that keeps it from being used. @internal */
export function factsProblem(
  facts: Omit<Facts, 'has_history'>,
  use: DatabaseCheck['use'],
  { user = '', database = '' }: { readonly user?: string; readonly database?: string },
): string | null {
  if (Math.floor(facts.version_num / 10_000) < OLDEST_MAJOR) {
    return `PostgreSQL ${OLDEST_MAJOR} or newer is needed, and this server is ${facts.version}: upgrade it with pg_upgrade, or dump the database and restore it into a newer one`;
  }
  if (facts.standby && use !== 'read') return 'the server is a read-only standby: name the primary';
  if (use !== 'migrate' || facts.may_create) return null;
  return `"${user}" may not create tables in "${database}": as the owner, run ALTER DATABASE "${database}" OWNER TO "${user}", or GRANT CREATE ON DATABASE "${database}" TO "${user}" and GRANT ALL ON SCHEMA public TO "${user}"`;
}

async function schemaProblem(
  client: pg.Client,
  hasHistory: boolean,
  { use, lastMigrationAt }: DatabaseCheck,
): Promise<string | null> {
  const { rows } = hasHistory
    ? await client.query<{ at: string | null }>(
        'select max(created_at) as at from drizzle.__drizzle_migrations',
      )
    : { rows: [] };
  const at = Number(rows[0]?.at ?? 0);
  if (at > lastMigrationAt) {
    const isVerifier = use === 'verify' || use === 'read';
    if (isVerifier && (await oldestVerifier(client)) <= lastMigrationAt) return null;
    return 'the database belongs to a newer Keyward: run that version or a later one, or restore a backup from before its update';
  }
  if (at < lastMigrationAt && use !== 'migrate') {
    return 'the database is not migrated to this version: run keyward migrate first';
  }
  return null;
}

/** The last migration of the oldest verifiers that the schema serves, in ms since 1970. */
async function oldestVerifier(client: pg.Client): Promise<number> {
  const known = await client.query("select to_regclass('schema_support') is not null as yes");
  if (!known.rows[0]?.yes) return Number.POSITIVE_INFINITY;
  const { rows } = await client.query<{ at: string }>(
    'select verifiers_from as at from schema_support where id = 1',
  );
  return Number(rows[0]?.at ?? Number.POSITIVE_INFINITY);
}
