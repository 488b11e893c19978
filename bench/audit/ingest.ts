import type { Database } from '@/db/client';
import { insertDecisions } from './fill';

/** As many as a busy verifier ships at once. */
const BATCH = 5_000;

/** Lets decisions arrive, batch after batch, until it is told to stop; answers how many a second came. */
export function ingest(db: Database, first: number): { stop(): Promise<number> } {
  let isOver = false;
  let rows = 0;
  const start = performance.now();
  const done = (async () => {
    while (!isOver) {
      const to = new Date();
      const from = new Date(to.getTime() - 1_000);
      await insertDecisions(db, { first: first + rows, count: BATCH, from, to });
      rows += BATCH;
    }
    return rows / ((performance.now() - start) / 1_000);
  })();
  return {
    stop() {
      isOver = true;
      return done;
    },
  };
}
