import cluster from 'node:cluster';
import { startFleet, waitForSlot } from './fleet';
import type { VerifierOptions } from './options';
import { tuneCollector } from './tune-collector';
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
