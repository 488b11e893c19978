import { residentBytes } from '../lib/usage';
import type { VerifierProcess } from '../lib/verifier';

/** How a verifier stands at one moment. */
export interface Sample {
  readonly atSeconds: number;
  readonly decided: number;
  readonly commits: number;
  /** Durable bytes of the journal that Postgres doesn't have yet. */
  readonly backlogBytes: number;
  readonly residentBytes: number;
}

export async function readSample(verifier: VerifierProcess): Promise<Sample> {
  const metrics = await verifier.metrics();
  const value = (name: string) => metrics.get(name) ?? Number.NaN;
  return {
    atSeconds: performance.now() / 1_000,
    decided: value('journal_decisions_total'),
    commits: value('journal_commits_total'),
    backlogBytes: value('journal_backlog_bytes'),
    residentBytes: residentBytes(verifier.pid),
  };
}
