import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { print } from '@/cli/output';
import { seedDemo } from '@/domain/demo/seed-demo';
import { environment } from '@/domain/environment/env';

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('fill a fresh installation with a sample organisation and show its sign-in')
    .option('--json', 'answer in JSON')
    .action(async (options: { json?: true }) => {
      const settings = environment();
      const { email, password } = await withDatabase(settings, ({ db, secrets }) =>
        seedDemo(db, settings.nextAuthSecret ?? secrets.nextAuthSecret),
      );
      const text = `The sample organisation is there. Sign in at ${settings.keywardUrl} with ${email} and ${password}`;
      print(options, { email, password, url: settings.keywardUrl }, text);
    });
}
