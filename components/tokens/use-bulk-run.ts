'use client';

import { useState } from 'react';
import type { ActionOutcome } from '@/components/ui/form-state';
import { type BulkChange, refusalOf, typedFrom, workOf } from './bulk-change';
import type { TokenActions } from './token-actions';
import type { TokenRow } from './token-row';

export type ItemResult = { status: 'waiting' | 'done' } | { status: 'failed'; message: string };

export type BulkRun = {
  change: BulkChange;
  status: 'asking' | 'running' | 'finished';
  results: Record<string, ItemResult>;
  /** The latest change's place in the log: once it has arrived, so have all before it. */
  seq: number | null;
  startedAtMs: number;
};

/** Does one thing to many tokens, one after the other, and keeps what came of each. */
export function useBulkRun(actions: TokenActions, onFinished: () => void) {
  const [run, setRun] = useState<BulkRun | null>(null);

  async function start(change: BulkChange) {
    const rows = change.rows.filter((row) => refusalOf(change.kind, row) === null);
    const work = workOf(change.kind, actions);
    setRun({ change, status: 'running', results: {}, seq: null, startedAtMs: Date.now() });
    for (const row of rows) {
      const { result, seq } = await attempt(row, work);
      setRun(
        (current) =>
          current && {
            ...current,
            seq: seq ?? current.seq,
            results: { ...current.results, [row.id]: result },
          },
      );
    }
    setRun((current) => current && { ...current, status: 'finished' });
    onFinished();
  }

  return {
    run,
    start,
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

async function attempt(
  row: TokenRow,
  work: (row: TokenRow) => Promise<ActionOutcome<{ seq: number } | undefined>>,
): Promise<{ result: ItemResult; seq?: number | undefined }> {
  try {
    const outcome = await work(row);
    if (outcome.status === 'refused') {
      return { result: { status: 'failed', message: outcome.message } };
    }
    return { result: { status: 'done' }, seq: outcome.result?.seq };
  } catch (cause) {
    console.error(new Error(`${row.id} could not be changed`, { cause }));
    return { result: { status: 'failed', message: 'The server did not answer; try again.' } };
  }
}
