import type { Command } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { keyIdOf } from '@/domain/ledger/checkpoint';
import { checkpointComparer } from '@/domain/ledger/compare-checkpoints';
import { type ChainReport, verifyChain } from '@/domain/ledger/verify-chain';
import { readCheckpoints } from './audit-checkpoints';
import { verifyExport } from './audit-export';

interface VerifyOptions {
  readonly file?: string;
  readonly checkpoint?: string;
  readonly json?: true;
}

async function verify(options: VerifyOptions): Promise<void> {
  const settings = environment();
  const checkpoints = options.checkpoint ? await readCheckpoints(options.checkpoint) : [];
  const checked = async (
    log: (observe: Comparer['observe']) => Promise<ChainReport>,
    serverSecret: string | undefined,
  ) => {
    const comparer = checkpointComparer(checkpoints, serverSecret && keyIdOf(serverSecret));
    const report = await log(comparer.observe);
    return report.holds ? (comparer.problem() ?? report) : report;
  };
  const { file } = options;
  const report = file
    ? await checked((observe) => verifyExport(file, observe), settings.nextAuthSecret)
    : await withDatabase(settings, ({ db, secrets }) =>
        checked(
          (observe) => verifyChain(db, observe),
          // What this machine keeps is the server's own only where it keeps the database as well.
          settings.nextAuthSecret ?? (settings.databaseUrl ? undefined : secrets.nextAuthSecret),
        ),
      );
  if (report.holds) {
    const held = checkpoints.length > 0 ? `, with ${checkpoints.length} of its checkpoints` : '';
    const message = `The chain holds: ${report.events} events, head ${report.headHash}${held}.`;
    print(options, { ...report, checkpoints: checkpoints.length }, message);
    return;
  }
  if (options.json) print(options, report, '');
  throw new CommandFailure(
    `the audit chain is broken: ${report.message}; keep everything as it is and compare with a backup or an export`,
  );
}

type Comparer = ReturnType<typeof checkpointComparer>;

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description('check that no audit event was altered, removed or reordered')
    .option('--file <export.ndjson>', 'check an exported log instead of the database')
    .option('--checkpoint <file>', 'and that it holds what a kept GET /audit/checkpoints says')
    .option('--json', 'answer in JSON')
    .action(verify);
}
