'use client';

import { useEffect, useState } from 'react';
import { useLatest } from '@/components/ui/use-latest';
import type { IncidentActions, Receipt } from './token-match';

export type ReceiptsState = { receipts: Receipt[]; settled: boolean } | 'failed' | undefined;

// A verifier that follows confirms within tens of milliseconds; one that is cut off takes its time.
const pausesMs = [60, 150, 300, 600, 1_000, 2_000];
const longestMs = 60_000;

/** Asks for the receipts of change `seq` until every verifier has one, for at most a minute. */
export function useReceipts(seq: number, load: IncidentActions['receipts']): ReceiptsState {
  const [state, setState] = useState<ReceiptsState>();
  const read = useLatest(load);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    const startedMs = Date.now();
    async function ask(attempt: number) {
      const outcome = await read.current(seq);
      if (ended) return;
      if (outcome.status === 'refused') return setState('failed');
      const receipts = outcome.result;
      const settled = receipts.every((receipt) => receipt.confirmed);
      setState({ receipts, settled });
      if (settled || Date.now() - startedMs > longestMs) return;
      timer = setTimeout(() => void poll(attempt + 1), pausesMs[attempt] ?? 5_000);
    }
    async function poll(attempt: number) {
      try {
        await ask(attempt);
      } catch (cause) {
        console.error(new Error(`The receipts of change ${seq} could not be read`, { cause }));
        if (!ended) setState('failed');
      }
    }
    void poll(0);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [seq, read]);
  return state;
}
