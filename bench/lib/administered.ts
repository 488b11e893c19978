import { join } from 'node:path';
import { passwords } from '@/db/schema/identities';
import { isRefusal } from '@/domain/base/refusal';
import { hashPassword } from '@/domain/credentials/password';
import { bootstrapAdministrator } from '@/domain/setup/bootstrap';
import { type Dashboard, startDashboard } from './dashboard';
import type { BenchPostgres } from './postgres';

export const ADMINISTRATOR = 'bench@example.com';
/** Of the administrator, and of whoever else signs in. */
export const PASSWORD = 'a password of the benchmark';

/** A dashboard whose administrator can sign in, and the identities `others` as well. */
export async function startAdministered(
  { db, folder, url }: Pick<BenchPostgres, 'db' | 'folder' | 'url'>,
  others: readonly string[] = [],
): Promise<Dashboard> {
  const person = { email: ADMINISTRATOR, name: 'Bench', baseUrl: 'http://127.0.0.1' };
  const made = await bootstrapAdministrator(db, person);
  if (isRefusal(made)) throw new Error(made.message);
  const hash = await hashPassword(PASSWORD);
  const people = [made.identityId, ...others].map((identityId) => ({ identityId, hash }));
  await db.insert(passwords).values(people);
  return startDashboard({
    ...{ databaseUrl: url, managementToken: made.managementToken },
    ...{ issuer: 'http://127.0.0.1:9', journalDir: join(folder, 'journal-dashboard') },
  });
}
