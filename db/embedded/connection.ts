import pg from 'pg';
import { APPLICATION_ROLE } from '@/db/application-role';
import { OWNER_ROLE } from './initialise';

const DATABASE = 'keyward';

export interface Passwords {
  readonly ownerPassword: string;
  readonly applicationPassword: string;
}

function address(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** For migrating: the role that owns the schema. */
export function ownerUrl(passwords: Passwords, port: number, database = DATABASE): string {
  return address(OWNER_ROLE, passwords.ownerPassword, port, database);
}

/** For everything else: a role that can append to history and not change it. */
export function applicationUrl(passwords: Passwords, port: number, database = DATABASE): string {
  return address(APPLICATION_ROLE, passwords.applicationPassword, port, database);
}

/** Creates the database and the application role when they are missing, and renews its password. */
export async function ensureDatabase(passwords: Passwords, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(passwords, port, 'postgres') });
  await client.connect();
  try {
    // A failing statement would otherwise be logged with the password in it.
    await client.query('set log_min_error_statement to panic');
    const role = await client.query('select from pg_roles where rolname = $1', [APPLICATION_ROLE]);
    const verb = role.rowCount === 0 ? 'create' : 'alter';
    const password = client.escapeLiteral(passwords.applicationPassword);
    await client.query(`${verb} role ${APPLICATION_ROLE} login password ${password}`);
    const database = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
