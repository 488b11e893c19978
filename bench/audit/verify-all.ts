import type pg from 'pg';
import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { everything } from '@/domain/base/target';
import { appendEvent } from '@/domain/ledger/append-event';
import { verifyChain } from '@/domain/ledger/verify-chain';
import { verifyDecisions } from '@/domain/seals/verify-decisions';
import { say, thousands } from '../lib/print';

const CHANGES = 100_000;
/** In one transaction: the head of the log is locked meanwhile. */
const AT_ONCE = 1_000;
const TOLD_EVERY_MS = 10_000;

interface Verified {
  readonly of: string;
  readonly rows: number;
  readonly seconds: number;
  readonly holds: boolean;
}

/** What `keyward audit verify` does: all decisions against their seals, and a chain of changes. */
export async function verifyAll(db: Database, pool: pg.Pool): Promise<Verified[]> {
  let toldMs = performance.now();
  const decisions = await timed('decisions', async () => {
    const report = await verifyDecisions(pool, {
      progress(done, total) {
        if (performance.now() - toldMs < TOLD_EVERY_MS) return;
        toldMs = performance.now();
        say(`  verified ${thousands(done)} of ${thousands(total)}`);
      },
    });
    return { rows: report.decisions, holds: report.holds };
  });
  await change(db);
  const changes = await timed('changes', async () => {
    const report = await verifyChain(db);
    return { rows: report.holds ? report.events : report.seq, holds: report.holds };
  });
  return [decisions, changes];
}

async function timed(of: string, verify: () => Promise<Pick<Verified, 'rows' | 'holds'>>) {
  const start = performance.now();
  const found = await verify();
  return { of, ...found, seconds: (performance.now() - start) / 1_000 };
}

/** Changes as commands record them, many in a transaction. */
async function change(db: Database): Promise<void> {
  const actor = systemActor('bench', []);
  const request = { id: newId('request'), ip: null, userAgent: 'bench' };
  for (let made = 0; made < CHANGES; made += AT_ONCE) {
    await db.transaction(async (tx) => {
      for (let at = 0; at < AT_ONCE; at += 1) {
        await appendEvent(tx, {
          ...{ actor, group: null, action: 'groups.update', request, outcome: 'done' as const },
          target: everything('system'),
          entry: { before: { name: `name ${at}` }, after: { name: `name ${at + 1}` }, affects: [] },
        });
      }
    });
  }
}
