import { existsSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { addAuditExport } from '@/cli/export/audit-export';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import type { Database } from '@/db/client';
import { environment } from '@/domain/environment/env';
import { keyIdOf } from '@/domain/ledger/checkpoint';
import { type CheckpointProblem, checkpointComparer } from '@/domain/ledger/compare-checkpoints';
import { type ChainReport, verifyChain } from '@/domain/ledger/verify-chain';
import { decisionComparer } from '@/domain/seals/compare-checkpoints';
import { verifyDecisions } from '@/domain/seals/verify-decisions';
import { type KeptCheckpoints, readCheckpoints } from './audit-checkpoints';
import { verifyExport } from './audit-export';
import { decisionsProgress } from './audit-progress';
import { brokenText, type Found, heldText, withCheckpoints } from './audit-report';
import { isSealedExport, verifySealedExport } from './audit-sealed';

interface VerifyOptions {
  readonly file?: string;
  readonly checkpoint: readonly string[];
  readonly only?: 'changes' | 'decisions';
  readonly json?: true;
}

const secretKey = (secret: string | undefined) => secret && keyIdOf(secret);

async function changesIn(
  read: (observe: ReturnType<typeof checkpointComparer>['observe']) => Promise<ChainReport>,
  kept: KeptCheckpoints,
  ownKeyId: string | undefined,
): Promise<ChainReport | CheckpointProblem> {
  const comparer = checkpointComparer(kept.changes, ownKeyId);
  const report = await read(comparer.observe);
  return report.holds ? (comparer.problem() ?? report) : report;
}

async function inFile(file: string, kept: KeptCheckpoints): Promise<Found> {
  if (!existsSync(file)) {
    throw new CommandFailure(`${file} does not exist: name an export as NDJSON`);
  }
  const ownKeyId = secretKey(environment().nextAuthSecret);
  const isSealed = await isSealedExport(file);
  const [others, held] = isSealed ? ['changes', 'decisions'] : ['decisions', 'changes'];
  if (kept[others as keyof KeptCheckpoints].length > 0) {
    throw new CommandFailure(
      `${file} is an export of ${held}, which checkpoints of ${others} say nothing of: leave those out`,
    );
  }
  if (!isSealed) {
    return { changes: await changesIn((observe) => verifyExport(file, observe), kept, ownKeyId) };
  }
  const comparer = decisionComparer(kept.decisions, ownKeyId);
  const report = await verifySealedExport(file, comparer.observe);
  const extent = report.parts.every(({ from }) => from === 1) ? 'whole' : 'part';
  const elsewhere = comparer.elsewhere(extent);
  return { decisions: { ...withCheckpoints(report, comparer.problems(extent)), elsewhere } };
}

async function inDatabase(
  db: Database,
  kept: KeptCheckpoints,
  { ownKeyId, only }: { ownKeyId: string | undefined; only: VerifyOptions['only'] },
): Promise<Found> {
  const changes =
    only === 'decisions'
      ? undefined
      : await changesIn((observe) => verifyChain(db, observe), kept, ownKeyId);
  if (only === 'changes') return { ...(changes && { changes }) };
  const { observe, problems } = decisionComparer(kept.decisions, ownKeyId);
  const report = await verifyDecisions(db.$client, { observe, progress: decisionsProgress() });
  return { ...(changes && { changes }), decisions: withCheckpoints(report, problems()) };
}

async function verify(options: VerifyOptions): Promise<void> {
  const settings = environment();
  const kept = await readCheckpoints(options.checkpoint);
  const { file, only } = options;
  const found = file
    ? await inFile(file, kept)
    : await withDatabase(settings, ({ db, secrets }) => {
        // What this machine keeps is the server's own only where it keeps the database as well.
        const own =
          settings.nextAuthSecret ?? (settings.databaseUrl ? undefined : secrets.nextAuthSecret);
        return inDatabase(db, kept, { ownKeyId: secretKey(own), only });
      });
  const { changes, decisions } = found;
  const answer = {
    ...(changes ?? { holds: true }),
    ...(decisions && { decisions }),
    holds: (changes?.holds ?? true) && (decisions?.holds ?? true),
    checkpoints: kept.changes.length + kept.decisions.length,
  };
  if (answer.holds) {
    print(options, answer, heldText(found, kept));
    return;
  }
  if (options.json) print(options, answer, '');
  throw new CommandFailure(brokenText(found));
}

const another = (file: string, files: readonly string[]): string[] => [...files, file];

export function addAudit(program: Command): void {
  const audit = program.command('audit').description('the audit log');
  audit
    .command('verify')
    .description(
      'check that no audit event and no decision was altered, removed, put in or reordered',
    )
    .option('--file <export.ndjson>', 'check an exported log instead of the database')
    .option(
      '--checkpoint <file>',
      'and that it holds what a kept GET /audit/checkpoints or /decisions/checkpoints says; may be repeated',
      another,
      [],
    )
    .addOption(
      new Option('--only <what>', 'check one of the two').choices(['changes', 'decisions']),
    )
    .option('--json', 'answer in JSON')
    .action(verify);
  addAuditExport(audit);
}
