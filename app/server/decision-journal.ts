import { openLog } from '@/domain/base/open-log';
import { openDatabase } from '@/domain/upkeep/open-database';
import { openFirstFree } from '@/journal/open-first-free';
import { DenialAggregator } from '@/journal/record/denial-aggregator';
import type { Recorder } from '@/journal/record/recorder';

export interface DecisionJournalOptions {
  readonly databaseUrl: string;
  readonly directory: string;
  readonly maxBytes: number;
  readonly logLevel: string;
}

/** By this name the control API stands among the verifiers in the decisions. */
const NAME = 'control-api';
/** Ships in the background; requests have connections of their own. */
const MAX_CONNECTIONS = 3;
const CLOSE_MS = 3_000;

// Next bundles the route handlers apart from the server that opens the journal for them.
const shared = globalThis as { keywardDecisions?: Recorder };

/** Keeps the decisions of this process. @throws where no journal is open */
export function decisionRecorder(): Recorder {
  if (!shared.keywardDecisions) throw new Error('no journal of decisions is open in this process');
  return shared.keywardDecisions;
}

/** For what runs without the dashboard's own server. */
export function recordDecisionsWith(recorder: Recorder): void {
  shared.keywardDecisions = recorder;
}

/** Opens the journal for the whole process. @returns what closes it, shipping what it can */
export async function openDecisionJournal(
  options: DecisionJournalOptions,
): Promise<() => Promise<void>> {
  const log = openLog(options.logLevel, { service: NAME });
  const { $client: pool } = openDatabase(options.databaseUrl, 'keyward control-api journal', {
    maxConnections: MAX_CONNECTIONS,
  });
  const journal = await openFirstFree({
    journalDir: options.directory,
    verifier: NAME,
    maxBytes: options.maxBytes,
    pool,
    log,
  });
  const recorder = new DenialAggregator(journal.recorder, log);
  recordDecisionsWith(recorder);
  return async () => {
    await recorder.close();
    await journal.close(CLOSE_MS);
    await pool.end();
  };
}
