import type { FeedConsumer } from '@/domain/feed/consumer';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';

const SIGNED_WITHIN_MS = 60_000;
const MAX_EVENTS = 1_000;

/**
 * Signs the head of the log within a minute of every change, and at most once a minute while there
 * are many: changes that no checkpoint covers yet could be taken back unseen.
 */
export const signChanges = (serverSecret: string): FeedConsumer => ({
  name: 'audit-checkpoints',
  startAt: 'first-event',
  maxEvents: MAX_EVENTS,
  gatherMs: SIGNED_WITHIN_MS,
  async apply(tx) {
    // The head, not the last of these events: far behind it, one signature covers all that follow.
    await makeCheckpoint(tx, serverSecret);
  },
});
