import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure } from '@/cli/failure';
import type { Child } from './child';

const READY_WITHIN_MS = 90_000;
const GIVE_UP_AFTER_FAILURES = 3;

/** Whether the address answers 200; a refused connection is a plain no. */
async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'manual' });
    await response.arrayBuffer();
    return response.status === 200;
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false;
    throw error;
  }
}

/**
 * Waits until the child is ready: its /readyz says 200, or it says so itself where it has no address.
 * @throws CommandFailure when it keeps ending, or is not ready in time
 */
export async function waitUntilReady(
  child: Child,
  url: string | null,
  isStopping: () => boolean,
): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (!(url === null ? child.saidReady : await answersOk(url))) {
    if (isStopping()) return;
    if (child.failureCount >= GIVE_UP_AFTER_FAILURES) {
      throw new CommandFailure(
        `the ${child.name} does not start; its last lines:\n${child.output}`,
      );
    }
    if (Date.now() > until) {
      const missing = url === null ? 'it is not ready' : `${url} has not answered 200`;
      throw new CommandFailure(
        `the ${child.name} runs, but ${missing} after ${READY_WITHIN_MS / 1000} s`,
      );
    }
    await sleep(50);
  }
}
