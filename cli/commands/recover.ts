import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { recoverAdministrator } from '@/domain/setup/recover';

interface RecoverOptions {
  readonly email: string;
  readonly fromAnywhere?: true;
  readonly clearFactors?: true;
  readonly oneAdministrator?: true;
  readonly json?: true;
}

async function recover(options: RecoverOptions): Promise<void> {
  const settings = environment();
  const { email, fromAnywhere = false, clearFactors = false, oneAdministrator = false } = options;
  const asked = { email, fromAnywhere, clearFactors, oneAdministrator };
  const input = { ...asked, baseUrl: settings.keywardUrl };
  const result = await withDatabase(settings, ({ db }) => recoverAdministrator(db, input));
  if (!result.ok) throw new CommandFailure(result.message);
  const { setupUrl, identityId, resumed } = result;
  const text = [
    ...(resumed ? [`${email} was suspended and is active again.`] : []),
    `Set a new password for ${email} (works once, for 24 hours):`,
    `  ${setupUrl}`,
  ];
  print(options, { setupUrl, identityId, resumed }, text.join('\n'));
}

export function addRecover(program: Command): void {
  program
    .command('recover')
    .description('make a one-time link for an administrator who can’t sign in')
    .requiredOption('--email <email>', 'email address of the administrator')
    .option('--from-anywhere', 'also lift the address limit of Administrators')
    .option('--clear-factors', 'also remove their passkeys, authenticator app and recovery codes')
    .option('--one-administrator', 'also let one administrator alone give rights over Keyward')
    .option('--json', 'answer in JSON')
    .action(recover);
}
