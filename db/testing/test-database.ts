import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { APPLICATION_ROLE } from '@/db/application-role';
import { applicationUrl, ownerUrl } from '@/db/embedded/connection';
import { onServer, TEMPLATE, TEMPLATE_WITH_JOBS } from './test-server';

export interface TestDatabase {
  /** Signs in as the role the product uses, which cannot change history. */
  readonly url: string;
  /** Signs in as superuser, to set up what the product must not do itself. */
  readonly ownerUrl: string;
  /** Closes every connection that is left and removes the database. */
  drop(): Promise<void>;
}

/**
 * A migrated, empty database of one's own on the real server, about 50 ms. One for each test file.
 * @param options.withJobs with the tables of the job queue
 */
export async function createTestDatabase(options: { withJobs?: true } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(
    server,
    `create database ${name} template ${options.withJobs ? TEMPLATE_WITH_JOBS : TEMPLATE} strategy file_copy`,
  );
  // Rights on the database itself are not copied from the template.
  await onServer(server, `grant create on database ${name} to ${APPLICATION_ROLE}`);
  return {
    url: applicationUrl(server.passwords, server.port, name),
    ownerUrl: ownerUrl(server.passwords, server.port, name),
    drop: () => onServer(server, `drop database ${name} with (force)`),
  };
}
