import type pg from 'pg';
import { goal, thousands } from '../lib/print';
import type { VerifierProcess } from '../lib/verifier';

interface Load {
  readonly answers: number;
  readonly connections: number;
  readonly rounds: number;
}

/**
 * Begins to count: what it answers compares the rows in Postgres with what the verifier decided and
 * with the answers that came back since. When a load stops, a request of each of its connections
 * may be decided, and recorded, whose answer nobody waits for any more.
 */
export async function countRows(pool: pg.Pool, verifier: VerifierProcess) {
  const before = await look(pool, verifier);
  return async (loads: readonly Load[]): Promise<boolean> => {
    const after = await look(pool, verifier);
    const rows = after.rows - before.rows;
    const decided = after.decided - before.decided;
    const denied = after.denied - before.denied;
    const answers = loads.reduce((sum, load) => sum + load.answers, 0);
    const unheard = loads.reduce((sum, load) => sum + load.connections * load.rounds, 0);
    const found =
      `${thousands(rows)} rows, ${thousands(decided)} decided, ${thousands(answers)} answers: ` +
      `rows − decided ${rows - decided}, rows − answers ${rows - answers} ` +
      `of at most ${unheard} under way when loads stopped; denied ${denied}`;
    const isMet = rows === decided && rows >= answers && rows - answers <= unheard && denied === 0;
    return goal('every answer has its row, and is right', found, isMet);
  };
}

async function look(pool: pg.Pool, verifier: VerifierProcess) {
  await verifier.shipped();
  const { rows } = await pool.query<{ rows: string; denied: string }>(
    `select count(*) as rows, count(*) filter (where outcome = 'denied') as denied from decisions`,
  );
  return {
    rows: Number(rows[0]?.rows),
    denied: Number(rows[0]?.denied),
    decided: (await verifier.metrics()).get('journal_decisions_total') ?? Number.NaN,
  };
}
