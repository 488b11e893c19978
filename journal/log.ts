import { DrizzleQueryError } from 'drizzle-orm';
import type { BaseLogger } from 'pino';

/** What the verifier's parts need of a logger. */
export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error' | 'debug'>;

/** An error and its causes in one line, without the query and its parameters: they hold hashes. */
export function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!(at instanceof DrizzleQueryError)) messages.push(at.message);
  }
  return messages.join(': ') || 'unknown error';
}

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
