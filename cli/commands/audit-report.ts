import type { CheckpointProblem } from '@/domain/ledger/compare-checkpoints';
import type { ChainReport } from '@/domain/ledger/verify-chain';
import type { DecisionProblem } from '@/domain/seals/compare-batch';
import { droppedRows } from '@/domain/seals/tombstone';
import type { DecisionsReport } from '@/domain/seals/verify-decisions';
import type { SealedReport } from '@/domain/seals/verify-sealed-lines';
import type { KeptCheckpoints } from './audit-checkpoints';

/** An export, and how many of the checkpoints are about what isn't in it. */
type ExportFound = SealedReport & { readonly elsewhere: number };
export type DecisionsFound = DecisionsReport | ExportFound;

/** What was looked at, and what became of it. */
export interface Found {
  readonly changes?: ChainReport | CheckpointProblem;
  readonly decisions?: DecisionsFound;
}

/** Adds what kept checkpoints belie; in a record that is broken already they say nothing new. */
export function withCheckpoints<Report extends DecisionsReport | SealedReport>(
  report: Report,
  problems: readonly DecisionProblem[],
): Report {
  if (!report.holds || problems.length === 0) return report;
  return { ...report, holds: false, problemCount: problems.length, problems };
}

const withKept = (count: number): string => (count > 0 ? `, with ${count} of its checkpoints` : '');

/** What was found where everything holds, a line each. */
export function heldText({ changes, decisions }: Found, kept: KeptCheckpoints): string {
  const lines: string[] = [];
  if (changes?.holds) {
    const { events, headHash } = changes;
    lines.push(
      `The chain holds: ${events} events, head ${headHash}${withKept(kept.changes.length)}.`,
    );
  }
  if (decisions) {
    const { batches, decisions: count } = decisions;
    const checkpoints = kept.decisions.length - ('parts' in decisions ? decisions.elsewhere : 0);
    lines.push(
      `The decisions hold: ${count} in ${batches} sealed batches${withKept(checkpoints)}.`,
    );
    lines.push(...remarks(decisions), ...tombstoneLines(decisions));
  }
  return lines.join('\n');
}

/** The newest are named each. */
const NAMED_TOMBSTONES = 20;

function tombstoneLines({ tombstones }: DecisionsFound): string[] {
  const lines = tombstones.slice(-NAMED_TOMBSTONES).map((stone) => {
    const batches = stone.chains.reduce((sum, chain) => sum + chain.batches, 0);
    return `Tombstone ${stone.seq}: ${droppedRows(stone)} decisions of ${stone.day} in ${batches} batches were dropped at ${stone.at}, signed by ${stone.keyId}.`;
  });
  const more = tombstones.length - lines.length;
  return more > 0 ? [`${more} tombstones before these hold as well.`, ...lines] : lines;
}

function remarks(decisions: DecisionsFound): string[] {
  if ('parts' in decisions) {
    const { parts, elsewhere } = decisions;
    const begins = parts
      .filter(({ from }) => from > 1)
      .map(
        ({ verifier, from }) => `${verifier} begins at batch ${from}: what came before isn’t here.`,
      );
    if (elsewhere > 0) {
      begins.push(
        `${elsewhere} of the checkpoints are about what isn’t here: they were not compared.`,
      );
    }
    return begins;
  }
  return decisions.unsealed.map(
    ({ verifier, decisions: count }) =>
      `${count} of ${verifier} are in no batch, from before it sealed any: nothing vouches for them.`,
  );
}

/** What is wrong, and what to do. */
export function brokenText({ changes, decisions }: Found): string {
  const lines: string[] = [];
  if (changes && !changes.holds) lines.push(`the audit chain is broken: ${changes.message}`);
  if (decisions && !decisions.holds) {
    const { problems, problemCount } = decisions;
    lines.push(`the record of decisions is broken, in ${problemCount} places:`);
    lines.push(...problems.map(({ message }) => `  ${message}`));
    if (problemCount > problems.length) lines.push(`  and ${problemCount - problems.length} more`);
  }
  return `${lines.join('\n')}\nKeep everything as it is, and compare with a backup or an export.`;
}
