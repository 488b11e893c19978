import type { Context } from '@/domain/base/context';
import { environment } from '@/domain/environment/env';
import { openDatabase } from '@/domain/upkeep/open-database';

type Database = Context['db'];

// One pool a process: in development modules are evaluated again at each edit.
const shared = globalThis as { keywardDatabase?: Database };

/** The dashboard's database. @throws where DATABASE_URL is not set */
export function database(): Database {
  if (!shared.keywardDatabase) {
    const { databaseUrl } = environment();
    if (!databaseUrl) throw new Error('the dashboard needs DATABASE_URL');
    shared.keywardDatabase = openDatabase(databaseUrl, 'keyward dashboard');
  }
  return shared.keywardDatabase;
}

/** The secret that signs session cookies and re-derives retried secrets. */
export function serverSecret(): string {
  const { nextAuthSecret } = environment();
  if (!nextAuthSecret) throw new Error('the dashboard needs NEXTAUTH_SECRET');
  return nextAuthSecret;
}
