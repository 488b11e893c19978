import { formatNumber } from '@/components/format/format';
import type { Receipt } from './token-match';

/** "Denied on 3 of 3 verifiers in 38 ms": how far a change has come. */
export function receiptWords(receipts: readonly Receipt[], verb: string): string {
  const confirmed = receipts.filter((receipt) => receipt.confirmed);
  const all = receipts.length;
  const counted = `${formatNumber(confirmed.length)} of ${formatNumber(all)}`;
  const words = `${verb} on ${counted} ${all === 1 ? 'verifier' : 'verifiers'}`;
  // Only once all have confirmed is the slowest one the time it took.
  const latenciesMs = confirmed.map((receipt) => receipt.latencyMs).filter((ms) => ms !== null);
  if (latenciesMs.length < all || all === 0) return words;
  return `${words} in ${latencyWords(Math.max(...latenciesMs))}`;
}

function latencyWords(latencyMs: number): string {
  if (latencyMs < 1) return 'under 1 ms';
  return latencyMs < 1_000 ? `${Math.round(latencyMs)} ms` : `${(latencyMs / 1_000).toFixed(1)} s`;
}
