import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { type ChainReport, verifyChain } from '@/domain/audit/verify-chain';
import { environment } from '@/domain/environment/env';
import { verifyExport } from './audit-export';

interface VerifyOptions {
  readonly file?: string;
  readonly json?: true;
}

async function verify(options: VerifyOptions): Promise<void> {
  const report: ChainReport = options.file
    ? await verifyExport(options.file)
    : await withDatabase(environment(), ({ db }) => verifyChain(db));
  if (report.holds) {
    print(options, report, `The chain holds: ${report.events} events, head ${report.headHash}.`);
    return;
  }
  if (options.json) print(options, report, '');
  throw new CommandFailure(
    `the audit chain is broken: ${report.message}; keep everything as it is and compare with a backup or an export`,
  );
}

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('check that no audit event was altered, removed or reordered')
    .option('--file <export.ndjson>', 'check an exported log instead of the database')
    .option('--json', 'answer in JSON')
    .action(verify);
}
