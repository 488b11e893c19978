import { existsSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
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
import { checkProgress } from './audit-progress';
import { brokenText, type Found, heldText, withCheckpoints } from './audit-report';
import { isSealedExport, verifySealedExport } from './audit-sealed';

interface VerifyOptions {
  readonly file?: string;
  readonly checkpoint: readonly string[];
  readonly key: readonly string[];
  readonly only?: 'changes' | 'decisions';
  readonly json?: true;
}

const progressOf = (what: string) => checkProgress((done, all) => `${done} of ${all} ${what}`);

const secretKey = (secret: string | undefined) => secret && keyIdOf(secret);

/** Whose tombstones count: this server's, where its key is known, and those that were named. */
function trustedKeys(ownKeyId: string | undefined, named: readonly string[]) {
  const keys = [...(ownKeyId ? [ownKeyId] : []), ...named];
  return keys.length === 0 ? undefined : keys;
}

async function changesIn(
  read: (observe: ReturnType<typeof checkpointComparer>['observe']) => Promise<ChainReport>,
  kept: KeptCheckpoints,
  ownKeyId: string | undefined,
): Promise<ChainReport | CheckpointProblem> {
  const comparer = checkpointComparer(kept.changes, ownKeyId);
  const report = await read(comparer.observe);
  return report.holds ? (comparer.problem() ?? report) : report;
}

async function inFile(
  file: string,
  kept: KeptCheckpoints,
  { key: keys, only }: Pick<VerifyOptions, 'key' | 'only'>,
): Promise<Found> {
  if (!existsSync(file)) {
    throw new CommandFailure(`${file} does not exist: name an export as NDJSON`);
  }
  if (statSync(file).isDirectory()) {
    throw new CommandFailure(`${file} is a folder: name an export as NDJSON`);
  }
  const ownKeyId = secretKey(environment().nextAuthSecret);
  const isSealed = await isSealedExport(file);
  const [others, held] = isSealed ? ['changes', 'decisions'] : ['decisions', 'changes'];
  if (kept[others as keyof KeptCheckpoints].length > 0) {
    throw new CommandFailure(
      `${file} is an export of ${held}, which checkpoints of ${others} say nothing of: leave those out`,
    );
  }
  if (only && only !== held) {
    throw new CommandFailure(`${file} is an export of ${held}: leave --only ${only} out`);
  }
  if (!isSealed) {
    return { changes: await changesIn((observe) => verifyExport(file, observe), kept, ownKeyId) };
  }
  const comparer = decisionComparer(kept.decisions, ownKeyId);
  const report = await verifySealedExport(file, comparer.observe, trustedKeys(ownKeyId, keys));
  const extent = report.parts.every(({ from }) => from === 1) ? 'whole' : 'part';
  const elsewhere = comparer.elsewhere(extent);
  return { decisions: { ...withCheckpoints(report, comparer.problems(extent)), elsewhere } };
}

async function inDatabase(
  db: Database,
  kept: KeptCheckpoints,
  { ownKeyId, only, key }: Pick<VerifyOptions, 'only' | 'key'> & { ownKeyId: string | undefined },
): Promise<Found> {
  const changes =
    only === 'decisions'
      ? undefined
      : await changesIn(
          (observe) => verifyChain(db, { observe, progress: progressOf('changes') }),
          kept,
          ownKeyId,
        );
  if (only === 'changes') return { ...(changes && { changes }) };
  const { observe, problems } = decisionComparer(kept.decisions, ownKeyId);
  const report = await verifyDecisions(db.$client, {
    ...{ observe, progress: progressOf('decisions'), trustedKeys: trustedKeys(ownKeyId, key) },
  });
  return { ...(changes && { changes }), decisions: withCheckpoints(report, problems()) };
}

async function verify(options: VerifyOptions): Promise<void> {
  const settings = environment();
  const kept = await readCheckpoints(options.checkpoint);
  const { file, only, key } = options;
  const found = file
    ? await inFile(file, kept, { key, only })
    : await withDatabase(settings, ({ db, secrets }) => {
        // What this machine keeps is the server's own only where it keeps the database as well.
        const own =
          settings.nextAuthSecret ?? (settings.databaseUrl ? undefined : secrets.nextAuthSecret);
        return inDatabase(db, kept, { ownKeyId: secretKey(own), only, key });
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

function anotherKey(key: string, keys: readonly string[]): string[] {
  if (!/^ed25519:[\w-]{43}$/.test(key)) {
    throw new InvalidArgumentError('Write a key as checkpoints name it: ed25519:…');
  }
  return another(key, keys);
}

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
    .option(
      '--key <ed25519:…>',
      'a key whose tombstones of dropped decisions count, beside this server’s own; may be repeated',
      anotherKey,
      [],
    )
    .addOption(
      new Option('--only <what>', 'check one of the two').choices(['changes', 'decisions']),
    )
    .option('--json', 'answer in JSON')
    .action(verify);
  addAuditExport(audit);
}
