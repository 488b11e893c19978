'use client';

import { useState } from 'react';
import { changeToken, type TokenChange } from '@/components/revocation/change-token';
import { isLost } from '@/components/ui/form-state';
import { type BulkChange, refusalOf, typedFrom } from './bulk-change';

export type ItemResult =
  | { status: 'done' }
  | { status: 'failed'; message: string }
  /** The answer never came: the same change can be sent again. */
  | { status: 'lost'; message: string; change: TokenChange };

export type BulkRun = {
  change: BulkChange;
  status: 'asking' | 'running' | 'finished';
  results: Record<string, ItemResult>;
  /** The latest change's place in the log: once it has arrived, so have all before it. */
  seq: number | null;
  startedAtMs: number;
};

/** Does one thing to many tokens, one after the other, and keeps what came of each. */
export function useBulkRun(onFinished: () => void) {
  const [run, setRun] = useState<BulkRun | null>(null);

  async function sendAll(changes: TokenChange[]) {
    for (const change of changes) {
      const { result, seq } = await sendOne(change);
      setRun(
        (current) =>
          current && {
            ...current,
            seq: seq ?? current.seq,
            results: { ...current.results, [change.token.id]: result },
          },
      );
      // With the connection gone, each of the rest would keep one waiting for as long.
      if (result.status === 'lost') return stopAt(changes.slice(changes.indexOf(change) + 1));
    }
    setRun((current) => current && { ...current, status: 'finished' });
    onFinished();
  }

  function stopAt(unsent: TokenChange[]) {
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
    setRun({ change, status: 'running', results: {}, seq: null, startedAtMs: Date.now() });
    await sendAll(rows.map((row) => changeToken(change.kind, row)));
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
      await sendAll(lost);
    },
    /** Starts at once, unless there are so many that it must be asked first. */
    open(change: BulkChange) {
      if (change.rows.length < typedFrom) void start(change);
      else setRun({ change, status: 'asking', results: {}, seq: null, startedAtMs: 0 });
    },
    close() {
      setRun(null);
    },
  };
}

function withUnsent(results: BulkRun['results'], unsent: TokenChange[]): BulkRun['results'] {
  const message = 'Not sent: the connection was lost.';
  const added = unsent.map((change) => [change.token.id, { status: 'lost', message, change }]);
  return { ...results, ...Object.fromEntries(added) };
}

async function sendOne(
  change: TokenChange,
): Promise<{ result: ItemResult; seq?: number | undefined }> {
  const outcome = await change.send();
  if (outcome.status === 'done') return { result: { status: 'done' }, seq: outcome.result.seq };
  if (isLost(outcome)) return { result: { status: 'lost', message: 'No answer.', change } };
  return { result: { status: 'failed', message: outcome.message } };
}
