import { setTimeout as delay } from 'node:timers/promises';

export const READY_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** Waits until it is so. @throws where it takes longer than this */
export async function until(ms: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`after ${ms / 1000} s, not yet: ${what}`);
    await delay(POLL_MS);
  }
}

export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch (error) {
    // Nobody listens yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
