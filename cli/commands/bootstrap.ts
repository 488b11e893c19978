import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { bootstrapAdministrator } from '@/domain/setup/bootstrap';

interface BootstrapOptions {
  readonly email: string;
  readonly name?: string;
  readonly json?: true;
}

async function bootstrap(options: BootstrapOptions): Promise<void> {
  const settings = environment();
  const { email, name } = options;
  const input = { email, ...(name === undefined ? {} : { name }), baseUrl: settings.keywardUrl };
  const result = await withDatabase(settings, ({ db }) => bootstrapAdministrator(db, input));
  if (!result.ok) {
    const advice =
      result.code === 'administrator_exists' ? ' Ask an administrator to invite you.' : '';
    throw new CommandFailure(`${result.message}${advice}`);
  }
  const { setupUrl, identityId, managementToken } = result;
  const text = [
    `Set a password for ${email} (works once):`,
    `  ${setupUrl}`,
    'Management token, valid for an hour and shown only now:',
    `  ${managementToken}`,
  ];
  print(options, { setupUrl, identityId, managementToken }, text.join('\n'));
}

export function addBootstrap(program: Command): void {
  program
    .command('bootstrap')
    .description('create the first administrator and a management token for an hour')
    .requiredOption('--email <email>', 'email address of the administrator')
    .option('--name <name>', 'name to show; the email address when left out')
    .option('--json', 'answer in JSON')
    .action(bootstrap);
}
