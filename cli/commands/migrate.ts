import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this version')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: true }) => {
      await withDatabase(environment(), async () => {
        // `withDatabase` prepares the database before anything else: nothing is left to do.
      });
      print(options, { migrated: true }, 'The database is up to date.');
    });
}
