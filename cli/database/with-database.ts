import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '@/cli/failure';
import {
  claimDirectory,
  describeHolder,
  type Holder,
  holderOf,
} from '@/cli/supervisor/directory-owner';
import type { Database } from '@/db/client';
import { applicationUrl } from '@/db/embedded/connection';
import type { Environment } from '@/domain/environment/env';
import { startDatabase } from './embedded-database';
import { embeddedDatabase, ownDatabase, prepareDatabase, withConnections } from './prepare';
import { loadSecrets, type Secrets } from './secrets';

const WAIT_MS = 60_000;

export interface DatabaseSession {
  readonly db: Database;
  readonly secrets: Secrets;
}

/** Waits until the holder has published its database, or has given the directory back. */
async function portOf(dataDirectory: string, holder: Holder | null): Promise<number | null> {
  const until = Date.now() + WAIT_MS;
  for (let found: Holder | null = holder; ; found = await holderOf(dataDirectory)) {
    if (found === null) return null;
    if (found.purpose === 'start' && found.postgresPort !== undefined) return found.postgresPort;
    if (Date.now() > until) {
      throw new CommandFailure(
        `${await describeHolder(found)} has held ${dataDirectory} for a minute without a database: stop it and try again`,
      );
    }
    await sleep(100);
  }
}

/**
 * Runs `work` on the product's database: the one of DATABASE_URL, else the embedded one, which is
 * started for the moment when no Keyward is running.
 */
export async function withDatabase<Result>(
  environment: Environment,
  work: (session: DatabaseSession) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl, dataDirectory } = environment;
  const secrets = await loadSecrets(dataDirectory);
  const workOn = (url: string) => withConnections(url, (db) => work({ db, secrets }));
  if (databaseUrl) {
    await prepareDatabase(ownDatabase(databaseUrl));
    return workOn(databaseUrl);
  }
  for (;;) {
    const directory = await claimDirectory(dataDirectory, 'command');
    if ('release' in directory) {
      try {
        const note = (line: string) => process.stderr.write(`${line}\n`);
        const database = await startDatabase(dataDirectory, secrets, note);
        try {
          await prepareDatabase(embeddedDatabase(database));
          return await workOn(database.applicationUrl);
        } finally {
          await database.server.stop();
        }
      } finally {
        await directory.release();
      }
    }
    const port = await portOf(dataDirectory, directory.holder);
    if (port !== null) return workOn(applicationUrl(secrets, port));
  }
}
