import { applicationUrl, ensureDatabase, ownerUrl } from '@/db/embedded/connection';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/db/embedded/server';
import type { Secrets } from './secrets';

export interface StartedDatabase {
  readonly server: EmbeddedPostgres;
  /** For migrating. */
  readonly ownerUrl: string;
  /** For the product. */
  readonly applicationUrl: string;
}

/** Starts the embedded server with its database and roles in place. The caller holds the instance. */
export async function startDatabase(
  dataDirectory: string,
  secrets: Secrets,
  note: (line: string) => void,
  port?: number,
): Promise<StartedDatabase> {
  const server = await startEmbeddedPostgres({
    dataDirectory,
    ownerPassword: secrets.ownerPassword,
    note,
    ...(port === undefined ? {} : { port }),
  });
  try {
    await ensureDatabase(secrets, server.port);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    server,
    ownerUrl: ownerUrl(secrets, server.port),
    applicationUrl: applicationUrl(secrets, server.port),
  };
}
