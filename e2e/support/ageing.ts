import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { applicationUrl } from '@/db/embedded/connection';

/** Makes tokens as old as nobody can wait for, in the database of the product whose data lies here. */
export async function ageTokens(
  dataDirectory: string,
  ids: readonly string[],
  days: number,
): Promise<void> {
  const read = async (name: string) =>
    JSON.parse(await readFile(join(dataDirectory, name), 'utf8'));
  const { postgresPort } = await read('instance.json');
  const connectionString = applicationUrl(await read('secrets.json'), postgresPort);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(
      'update tokens set created_at = now() - make_interval(days => $1) where id = any($2)',
      [days, ids],
    );
  } finally {
    await client.end();
  }
}
