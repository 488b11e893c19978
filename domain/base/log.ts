import type { BaseLogger } from 'pino';

/** What a part that runs for long needs of a logger. */
export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error' | 'debug'>;

/** Lets a message through at most once in a while, with the number of those held back. */
export function rarely(intervalMs: number, write: (heldBack: number) => void): () => void {
  let nextAtMs = 0;
  let heldBack = 0;
  return () => {
    const nowMs = performance.now();
    if (nowMs < nextAtMs) {
      heldBack += 1;
      return;
    }
    write(heldBack);
    nextAtMs = nowMs + intervalMs;
    heldBack = 0;
  };
}
