import type pg from 'pg';
import { goal, milliseconds, table, thousands, times } from '../lib/print';
import { percentile } from '../lib/statistics';
import { LARGE_GROUP_TOKENS } from './freeze-large-group';
import type { Pasted } from './paste-secret';
import { SUBTREE_TOKENS } from './revoke-subtree';
import { receiptsMs, type Timing, timingRow } from './timings';

const MAX_MS = 50;
/** How much longer a token with 1,000 below it may take to stop than one with none. */
const MAX_RATIO = 1.5;

/** One kind of change, and how long each of them took. */
export interface Kind {
  readonly name: string;
  readonly timings: readonly Timing[];
}

/** Prints a table of all that was measured, receipts included. */
export async function printKinds(
  pool: pg.Pool,
  kinds: readonly Kind[],
  verifiers: number,
): Promise<void> {
  const rows = [];
  for (const { name, timings } of kinds) {
    const seqs = timings.map(({ seq }) => seq);
    rows.push(
      timingRow(`${name}: denial received`, denialsMs(timings)),
      timingRow(
        `${name}: last allowed`,
        timings.map((timing) => timing.allowedMs),
      ),
      timingRow(`${name}: receipt`, await receiptsMs(pool, seqs, verifiers)),
    );
  }
  table(['from commit to the last of all', 'changes', 'p50', 'p99', 'max'], rows);
}

const denialsMs = (timings: readonly Timing[]) => timings.map(({ deniedMs }) => deniedMs);

export function denialGoal(name: string, timings: readonly Timing[]): boolean {
  const p99 = percentile(denialsMs(timings), 0.99);
  return goal(`${name} denied everywhere: p99 < ${MAX_MS} ms`, milliseconds(p99), p99 < MAX_MS);
}

/** What is said of the ways out of a group: how long the token still opened something. */
export function lastAllowedGoal({ name, timings }: Kind): boolean {
  const p99 = percentile(
    timings.map(({ allowedMs }) => allowedMs),
    0.99,
  );
  return goal(`${name}: p99 of last allowed < ${MAX_MS} ms`, milliseconds(p99), p99 < MAX_MS);
}

/** No command ends a membership at its date: each verifier looks at its own clock. It has no goal. */
export function printDates(dates: Dates): void {
  const name = 'membership whose end date passes';
  table(
    ['from the end date to the last of all', 'dates', 'p50', 'p99', 'max'],
    [
      timingRow(`${name}: denial received`, dates.deniedMs),
      timingRow(`${name}: last allowed`, dates.allowedMs),
    ],
  );
}

/** Milliseconds since each end date. */
export interface Dates {
  readonly allowedMs: readonly number[];
  readonly deniedMs: readonly number[];
}

export function subtreeGoal(
  alone: readonly Timing[],
  subtree: readonly Timing[],
  share: number,
): boolean {
  const [one, all] = [alone, subtree].map((kind) => percentile(denialsMs(kind), share));
  const ratio = Number(all) / Number(one);
  const named = `p${share * 100} with ${thousands(SUBTREE_TOKENS)} below`;
  return goal(`${named} ≤ ${MAX_RATIO} × one token's`, times(ratio), ratio <= MAX_RATIO);
}

export function freezeGoal(timings: readonly Timing[]): boolean {
  const worst = percentile(denialsMs(timings), 1);
  const name = `freezing ${thousands(LARGE_GROUP_TOKENS)} tokens: < ${MAX_MS} ms`;
  return goal(name, milliseconds(worst), worst < MAX_MS);
}

/** What a person may take for the whole of it, reading included. */
const MAX_PASTE_MS = 8_000;

export function pasteGoal(pasted: readonly Pasted[]): boolean {
  const sincePaste = pasted.map(({ sincePasteMs }) => sincePasteMs);
  const sinceClick = pasted.map(({ sinceClickMs }) => sinceClickMs);
  table(
    ['in a browser, to the last first denial of all', 'tokens', 'p50', 'p99', 'max'],
    [timingRow('secret pasted', sincePaste), timingRow('Revoke clicked', sinceClick)],
  );
  const worst = percentile(sincePaste, 1);
  const name = 'pasted → denied everywhere';
  return goal(`${name}: < ${MAX_PASTE_MS / 1_000} s`, milliseconds(worst), worst < MAX_PASTE_MS);
}
