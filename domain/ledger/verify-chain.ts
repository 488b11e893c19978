import { asc, getTableColumns, gt } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { auditEvents, auditHead } from '@/db/schema/history';
import { eventHash, exactAt, type StoredEvent } from './event-hash';

const BATCH_ROWS = 1_000;
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

/**
 * Reads the whole log in order and says whether it holds, or which row breaks it first.
 * @param observe sees each event once it was checked
 */
export async function verifyChain(
  db: Queryable,
  observe: (event: Pick<StoredEvent, 'seq' | 'hash'>) => void = () => undefined,
): Promise<ChainReport> {
  return db.transaction(
    async (tx) => {
      const checker = chainChecker();
      for (let after = 0; ; ) {
        const rows = await tx
          .select({ ...getTableColumns(auditEvents), at: exactAt })
          .from(auditEvents)
          .where(gt(auditEvents.seq, after))
          .orderBy(asc(auditEvents.seq))
          .limit(BATCH_ROWS);
        for (const row of rows) {
          const report = checker.check(row);
          if (report) return report;
          observe(row);
        }
        if (rows.length < BATCH_ROWS) break;
        after = rows.at(-1)?.seq ?? after;
      }
      const [head] = await tx.select().from(auditHead);
      const last = checker.end();
      if (!head || head.seq !== last.seq || head.hash !== last.hash) {
        return {
          holds: false,
          seq: last.seq,
          id: null,
          problem: 'head_differs',
          message: `the log ends at event ${last.seq}, the head says ${head?.seq ?? 'nothing'}: events were cut off`,
        };
      }
      return { holds: true, events: last.seq, headHash: last.hash };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
