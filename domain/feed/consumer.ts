import type { Transaction } from '@/db/client';
import type { StoredEvent } from '@/domain/ledger/event-hash';

interface Follows {
  /** Unique in the installation; its position is kept under it. */
  readonly name: string;
  /** Where it begins when its name is new: at the start of the log, or with the next change. */
  readonly startAt: 'first-event' | 'next-event';
  /** At most so many events at once; 200. */
  readonly maxEvents?: number;
  /** How long an event may wait for others, to be handled together with them; 0. */
  readonly gatherMs?: number;
}

/** Handles events in the transaction that moves its position: each takes effect exactly once. */
interface AppliesEvents extends Follows {
  /** @throws to have the same events again, later; everything done with `tx` is rolled back */
  apply(tx: Transaction, events: readonly StoredEvent[]): Promise<void>;
}

/** Hands events to something outside, and moves on once that is done: each arrives at least once. */
interface DeliversEvents extends Follows {
  /**
   * @param signal aborted where the consumer stops or another process may have taken over
   * @throws to have the same events again, later
   */
  deliver(events: readonly StoredEvent[], signal: AbortSignal): Promise<void>;
}

/**
 * What follows the audit log under a name: it gets every event once its change is committed, in the
 * order of `seq`, in one process at a time, and after a failure again until it works. None is skipped.
 */
export type FeedConsumer = AppliesEvents | DeliversEvents;

export const MAX_EVENTS = 200;
