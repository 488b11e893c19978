import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { describeError } from './describe-error';
import * as schema from './schema';

export type Database = NodePgDatabase<typeof schema> & { $client: pg.Pool };
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
/** Where a read may run: on the pool or inside the transaction of a command. */
export type Queryable = Database | Transaction;

export interface PoolOptions {
  readonly maxConnections?: number;
  readonly applicationName?: string;
  /** Fails a query, and drops its connection, when the server stays silent for longer. */
  readonly queryTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Where unqualified names are looked up; Postgres' own order unless given. */
  readonly searchPath?: readonly string[];
}

/** Opens a pool; a broken idle connection is replaced and never ends the process. */
export function createPool(databaseUrl: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'keyward',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    query_timeout: options.queryTimeoutMs,
    keepAlive: true,
    options: options.searchPath && `-c search_path=${options.searchPath.join(',')}`,
  });
  return quietly(pool);
}

function quietly<P extends pg.Pool>(pool: P): P {
  // A connection can also break while a transaction holds it: the next query fails and says so, but
  // without a listener of its own the event would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  pool.on('error', (error) => {
    process.stderr.write(`database connection lost: ${describeError(error)}\n`);
  });
  return pool;
}

export function createDatabase(pool: pg.Pool): Database {
  return drizzle(pool, { schema });
}

const readers = new WeakMap<pg.Pool, Database>();

/**
 * Reads what others have committed while a transaction of `db` holds a lock: on one connection beside
 * the pool, which no transaction of the pool can keep from it. It closes with the pool.
 */
export function readerBeside({ $client: pool }: Database): Database {
  const known = readers.get(pool);
  if (known) return known;
  const beside = quietly(
    new pg.Pool({ ...pool.options, max: 1, idleTimeoutMillis: 60_000, allowExitOnIdle: true }),
  );
  const end = pool.end.bind(pool) as () => Promise<void>;
  pool.end = async () => {
    await beside.end();
    await end();
  };
  const reader = createDatabase(beside);
  readers.set(pool, reader);
  return reader;
}
