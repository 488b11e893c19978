import type { Decision } from '@/journal/record/decision';
import { freshReader } from '../snapshots/fresh-reader';
import type { SnapshotSource, SnapshotStore } from '../snapshots/snapshot-store';
import { evaluate, evaluateFromMemory } from './evaluate';
import type { Question } from './port';

/**
 * The feed must have been heard from within this time for the cache to be believed. What is decided
 * just before has to be recorded and to arrive, too, before the 3 s that are promised are over.
 */
export const STALE_AFTER_MS = 2_500;
const LOAD_TIMEOUT_MS = 2_000;
const READ_THROUGH_TIMEOUT_MS = 750;
const BREAKER_MS = 500;

interface EvaluatorOptions {
  readonly store: SnapshotStore;
  /** Reads through to the primary. */
  readonly source: SnapshotSource;
  /** Milliseconds since the feed last looked at the database. */
  readonly silentForMs: () => number;
  readonly outageGraceMs: number;
}

/**
 * Decides by what is known to be current: from the cache while the feed is live; past that by
 * reading through to Postgres; with Postgres unreachable from the cache again, for the grace.
 */
export class Evaluator {
  #brokenUntilMs = 0;

  constructor(private readonly options: EvaluatorOptions) {}

  /** The decision where everything for it is in memory and current; null where it isn't. */
  evaluateAtOnce(question: Question): Decision | null {
    const { store, silentForMs } = this.options;
    if (silentForMs() > STALE_AFTER_MS) return null;
    const found = evaluateFromMemory(question, store.inMemory);
    return found instanceof Promise ? null : found;
  }

  /** @throws where nothing that may be believed is at hand: then there is no decision */
  evaluate(question: Question): Promise<Decision> {
    const { store, silentForMs } = this.options;
    return silentForMs() <= STALE_AFTER_MS
      ? evaluate(question, store, LOAD_TIMEOUT_MS)
      : this.#decideStale(question);
  }

  async #decideStale(question: Question): Promise<Decision> {
    let failure: unknown = new Error('Postgres could not be reached a moment ago');
    if (performance.now() >= this.#brokenUntilMs) {
      try {
        return await evaluate(question, freshReader(this.options.source), READ_THROUGH_TIMEOUT_MS);
      } catch (error) {
        // For a moment nobody else waits for the same failure.
        this.#brokenUntilMs = performance.now() + BREAKER_MS;
        failure = error;
      }
    }
    if (this.options.silentForMs() <= this.options.outageGraceMs) {
      const remembered = evaluateFromMemory(question, this.options.store.inMemory);
      if (!(remembered instanceof Promise)) return remembered;
    }
    throw new Error('the change feed is silent and Postgres unreachable', { cause: failure });
  }
}
