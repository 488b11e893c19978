'use client';

import { useEffect } from 'react';
import { PROOF_CHANNEL } from '@/components/ui/proof';

/** Tells the tab that asked what came of it, and closes this one where the browser lets it. */
export function TellProof({ outcome }: { outcome: string | null }) {
  useEffect(() => {
    if (outcome === null) return;
    const channel = new BroadcastChannel(PROOF_CHANNEL);
    channel.postMessage(outcome);
    channel.close();
    if (outcome === 'proven') window.close();
  }, [outcome]);
  return null;
}
