import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import { startFleet, waitForSlot } from './fleet';
import type { VerifierOptions } from './options';
import { type RunningVerifier, startOne } from './verifier';

/**
 * Starts the verifier: in this process, or in `workers` processes that share the port. Those run the
 * same program with the same options, and come to this function again.
 * @throws where a living verifier has the same name, or the journal or the port can't be used
 */
export async function startVerifier(options: VerifierOptions): Promise<RunningVerifier> {
  tuneCollector();
  const workers = options.workers ?? 1;
  if (workers <= 1) return startOne(options);
  if (cluster.isPrimary) return startFleet(workers);
  const slot = await waitForSlot();
  return startOne({ ...options, name: `${options.name}-${slot}` });
}

/**
 * Keeps short-lived objects out of the old generation of this process. V8 learns that what is made
 * for a decision often outlives a young collection (it waits for a commit) and from then on makes it
 * in the old generation at once, with all that hangs on it: megabytes a second, and a full collection
 * every few seconds. The flag is one of speed alone, and one that may be set while code runs.
 */
function tuneCollector(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
