import type { Database } from '@/db/client';
import { endReading } from '@/db/end-reading';
import { eventHash, type StoredEvent } from './event-hash';
import { readEvents } from './read-events';

/** In one statement: whoever stops early waits for the rest of it. */
const AT_ONCE = 20_000;
export const GENESIS_HASH = '0'.repeat(64);

export type ChainReport =
  | { readonly holds: true; readonly events: number; readonly headHash: string }
  | {
      readonly holds: false;
      readonly seq: number;
      readonly id: string | null;
      readonly problem: 'gap' | 'unlinked' | 'altered' | 'head_differs';
      readonly message: string;
    };

/** Checks one event after another; feed it in `seq` order and stop at the first report. */
export function chainChecker() {
  let seq = 0;
  let hash = GENESIS_HASH;
  return {
    check(event: StoredEvent): ChainReport | null {
      const fail = (problem: 'gap' | 'unlinked' | 'altered', message: string): ChainReport => ({
        holds: false,
        seq: event.seq,
        id: event.id,
        problem,
        message,
      });
      if (event.seq <= seq) {
        const message = `event ${event.seq} stands again after event ${seq}, or they changed places`;
        return fail('unlinked', message);
      }
      if (event.seq !== seq + 1) {
        return fail('gap', `event ${seq + 1} is missing: ${event.seq} follows ${seq}`);
      }
      if (eventHash(event.prevHash, event) !== event.hash) {
        return fail('altered', `event ${event.seq} (${event.id}) does not match its hash`);
      }
      if (event.prevHash !== hash) {
        return fail('unlinked', `event ${event.seq} does not continue event ${seq}`);
      }
      seq = event.seq;
      hash = event.hash;
      return null;
    },
    end: () => ({ seq, hash }),
  };
}

interface Looking {
  /** Sees each event once it was checked. */
  observe?(event: Pick<StoredEvent, 'seq' | 'hash'>): void;
  /** Events checked so far, of so many. */
  progress?(done: number, total: number): void;
}

/**
 * Reads the whole log in order, as of one moment, and says whether it holds or which row breaks it
 * first. Takes a connection of its own.
 */
export async function verifyChain(db: Database, looking: Looking = {}): Promise<ChainReport> {
  const client = await db.$client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ seq: string; hash: string }>(
      'select seq, hash from audit_head',
    );
    const [head] = rows;
    const checker = chainChecker();
    for (let last = -1; last < checker.end().seq; ) {
      last = checker.end().seq;
      for await (const events of readEvents(client, last, AT_ONCE)) {
        for (const event of events) {
          const report = checker.check(event);
          if (report) return report;
          looking.observe?.(event);
        }
        looking.progress?.(checker.end().seq, Number(head?.seq ?? 0));
      }
    }
    return endsAt(checker.end(), head);
  } finally {
    await endReading(client);
  }
}

function endsAt(
  last: { readonly seq: number; readonly hash: string },
  head: { readonly seq: string; readonly hash: string } | undefined,
): ChainReport {
  if (head && Number(head.seq) === last.seq && head.hash === last.hash) {
    return { holds: true, events: last.seq, headHash: last.hash };
  }
  return {
    holds: false,
    seq: last.seq,
    id: null,
    problem: 'head_differs',
    message: `the log ends at event ${last.seq}, the head says ${head?.seq ?? 'nothing'}: events were cut off`,
  };
}
