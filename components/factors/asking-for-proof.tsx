'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import type { ActionOutcome } from '@/components/ui/form-state';
import { onDemand } from '@/components/ui/on-demand';
import { askForProofBy } from '@/components/ui/proof';
import type { ProofDialogProps } from './proof-dialog';
import type { Proving, Ways } from './proving';

const ProofDialog = onDemand<ProofDialogProps>(
  async () => (await import('./proof-dialog')).ProofDialog,
);

/**
 * Asks people to prove who they are where an action was refused for want of it: whoever waits on
 * `askForProof` goes on once they have, and has lost nothing.
 */
export function AskingForProof(props: { proving: Proving }) {
  const { proving } = props;
  const [ways, setWays] = useState<ActionOutcome<Ways>>();
  const [open, setOpen] = useState(false);
  const waiting = useRef<(isProven: boolean) => void>(undefined);
  const settle = useCallback((isProven: boolean) => {
    setOpen(false);
    waiting.current?.(isProven);
    waiting.current = undefined;
  }, []);
  useEffect(
    () =>
      askForProofBy(async () => {
        const found = await attempt('you can prove it', proving.ways);
        waiting.current?.(false);
        setWays(found);
        setOpen(true);
        return new Promise<boolean>((resolve) => {
          waiting.current = resolve;
        });
      }),
    [proving],
  );
  return (
    <ProofDialog
      open={open}
      onOpenChange={(next) => !next && settle(false)}
      ways={ways}
      proving={proving}
      onProven={() => settle(true)}
    />
  );
}
