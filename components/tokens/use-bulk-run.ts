'use client';

import { useState } from 'react';
import { type Change, prepareChange, type Settled, settle } from '@/components/revocation/change';
import { NO_ANSWER } from '@/components/ui/form-state';
import { type BulkChange, isRevoking, refusalOf, relativesOutside, typedFrom } from './bulk-change';

export type BulkRun = {
  change: BulkChange;
  status: 'asking' | 'running' | 'finished';
  /** What came of each, by the token's id. */
  results: Record<string, Settled>;
  /** The latest change's place in the log: once it has arrived, so have all before it. */
  seq: number | null;
  /** Until when all of them can be taken back. */
  undoUntilMs: number;
};

/** Does one thing to many tokens, one after the other, and keeps what came of each. */
export function useBulkRun(onFinished: () => void) {
  const [run, setRun] = useState<BulkRun | null>(null);

  async function sendAll(changes: Change[], before: readonly Settled[] = []) {
    const settled = [...before];
    for (const change of changes) {
      const result = endedWith(settled, change) ?? (await settle(change));
      settled.push(result);
      setRun((current) => current && withResult(current, result));
      // With the connection gone, each of the rest would keep one waiting for as long.
      if (result.status === 'lost') return stopAt(changes.slice(changes.indexOf(change) + 1));
    }
    setRun((current) => current && { ...current, status: 'finished' });
    onFinished();
  }

  function stopAt(unsent: Change[]) {
    setRun(
      (current) =>
        current && {
          ...current,
          status: 'finished',
          results: withUnsent(current.results, unsent),
        },
    );
  }

  async function start(change: BulkChange) {
    const rows = change.rows.filter((row) => refusalOf(change.kind, row) === null);
    setRun({
      change,
      status: 'running',
      results: {},
      seq: null,
      undoUntilMs: Number.POSITIVE_INFINITY,
    });
    const kindFor = (relatives: number) =>
      change.kind === 'revokeFamily' && relatives === 0 ? 'revoke' : change.kind;
    await sendAll(rows.map((row) => prepareChange(kindFor(row.livingRelatives), row)));
  }

  return {
    run,
    start,
    /** Sends again what got no answer; what had happened does not happen twice. */
    async tryAgain() {
      if (!run) return;
      const lost = Object.values(run.results).flatMap((result) =>
        result.status === 'lost' ? [result.change] : [],
      );
      const settled = Object.entries(run.results).filter(([, { status }]) => status !== 'lost');
      setRun({ ...run, status: 'running', results: Object.fromEntries(settled) });
      await sendAll(
        lost,
        settled.map(([, result]) => result),
      );
    },
    /** Starts at once, unless it must be asked first: of many, and of those whose relatives live. */
    open(change: BulkChange) {
      const rows = change.rows.filter((row) => refusalOf(change.kind, row) === null);
      const isPlain = !isRevoking(change.kind) || relativesOutside(rows) === 0;
      if (isPlain && change.rows.length < typedFrom) void start(change);
      else setRun({ change, status: 'asking', results: {}, seq: null, undoUntilMs: 0 });
    },
    close() {
      setRun(null);
    },
  };
}

/** What an earlier one of the same family has done for this one already. */
function endedWith(settled: readonly Settled[], change: Change): Settled | null {
  for (const earlier of settled) {
    if (earlier.status !== 'done' || change.kind !== 'revokeFamily') continue;
    const { family = [] } = earlier.changed;
    if (family.includes(change.target.id)) return { ...earlier, change };
  }
  return null;
}

/** The latest place in the log, for once that has arrived, so have all before; the earliest deadline. */
function withResult(run: BulkRun, result: Settled): BulkRun {
  const results = { ...run.results, [result.change.target.id]: result };
  if (result.status !== 'done') return { ...run, results };
  const undoUntilMs = Math.min(run.undoUntilMs, result.undoUntilMs);
  return { ...run, results, seq: result.changed.seq, undoUntilMs };
}

function withUnsent(results: BulkRun['results'], unsent: Change[]): BulkRun['results'] {
  const refusal = {
    status: 'refused' as const,
    code: NO_ANSWER,
    message: 'Not sent: the connection was lost.',
  };
  const added = unsent.map((change) => [change.target.id, { status: 'lost', change, refusal }]);
  return { ...results, ...Object.fromEntries(added) };
}
