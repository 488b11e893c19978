import type pg from 'pg';
import { batchChainChecker } from './chain-of-batches';
import { compareBatch, type DecisionProblem } from './compare-batch';
import { Problems } from './problems';
import { type FoundBatch, readLeaves } from './read-leaves';
import { chainsBegan, countUnsealed } from './unsealed';

/** The record of decisions as it was found. */
export interface DecisionsReport {
  readonly holds: boolean;
  readonly batches: number;
  readonly decisions: number;
  /** Decisions from before their verifier's first batch: nothing vouches for them. */
  readonly unsealed: readonly { readonly verifier: string; readonly decisions: number }[];
  /** How much is wrong, and the first hundred of it. */
  readonly problemCount: number;
  readonly problems: readonly DecisionProblem[];
}

export interface SeenBatch {
  readonly verifier: string;
  readonly seq: number;
  readonly hash: string;
}

interface Looking {
  /** Sees each batch of each chain. */
  observe?(batch: SeenBatch): void;
  /** Decisions looked at so far, of so many. */
  progress?(done: number, total: number): void;
}

const PAGE = 500;
/** Leaves of fewer batches at a time: those of one may be megabytes. */
const PAGE_WITH_LEAVES = 50;

/**
 * Checks every batch, and every decision against its batch, as of one moment. Needs a connection that
 * nobody else uses, and a second one for the same moment.
 */
export async function verifyDecisions(
  pool: pg.Pool,
  looking: Looking = {},
): Promise<DecisionsReport> {
  const [batches, rows] = [await pool.connect(), await pool.connect()];
  try {
    await batches.query('begin isolation level repeatable read read only');
    const { rows: snapshots } = await batches.query('select pg_export_snapshot() as name');
    await rows.query('begin isolation level repeatable read read only');
    await rows.query(`set transaction snapshot '${snapshots[0].name}'`);
    return await verifyAt({ batches, rows }, looking);
  } finally {
    for (const client of [rows, batches]) {
      const failure = await client.query('rollback').then(
        () => undefined,
        (error: Error) => error,
      );
      client.release(failure);
    }
  }
}

interface Clients {
  readonly batches: pg.PoolClient;
  readonly rows: pg.PoolClient;
}

async function verifyAt(clients: Clients, looking: Looking): Promise<DecisionsReport> {
  const problems = new Problems();
  const chains = await checkChains(clients.batches, problems, looking.observe);
  const unsealed = new Map<string, number>();
  const began = await chainsBegan(clients.batches);
  let decisions = 0;
  for (const day of await daysOf(clients.batches)) {
    const sealed = batchesOf(clients.batches, day);
    let next = await sealed.next();
    for await (const found of readLeaves(clients.rows, day)) {
      decisions += found.decisions.length;
      if (found.batch === null) problems.add(countUnsealed(found, began, unsealed));
      else {
        for (; !next.done && next.value.id < found.batch; next = await sealed.next()) {
          problems.add(compareBatch(next.value, []));
        }
        if (!next.done && next.value.id === found.batch) {
          problems.add(compareBatch(next.value, found.decisions));
          next = await sealed.next();
        } else problems.add(foreign(found, day));
      }
      looking.progress?.(decisions, chains.decisions);
    }
    for (; !next.done; next = await sealed.next()) problems.add(compareBatch(next.value, []));
  }
  return {
    holds: problems.count === 0,
    batches: chains.batches,
    decisions,
    unsealed: [...unsealed].map(([verifier, count]) => ({ verifier, decisions: count })),
    problemCount: problems.count,
    problems: problems.kept,
  };
}

/** Decisions that say they are of a batch which their day doesn't have. */
const foreign = ({ batch, decisions }: FoundBatch, day: string): DecisionProblem[] =>
  decisions.map(({ id, verifier }) => ({
    ...{ problem: 'inserted', verifier, seq: null, id },
    message: `decision ${id} was put in: ${day} has no batch number ${batch} (${verifier})`,
  }));

async function daysOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ day: string }>(
    `select to_char(day, 'YYYY-MM-DD') as day from (
       select day from decision_batches union select (at at time zone 'UTC')::date from decisions
     ) as days order by days.day`,
  );
  return rows.map(({ day }) => day);
}

async function checkChains(
  client: pg.ClientBase,
  problems: Problems,
  observe: Looking['observe'],
): Promise<{ batches: number; decisions: number }> {
  const { rows: heads } = await client.query<{ verifier: string; seq: string; hash: string }>(
    `select verifier, coalesce(h.seq, 0) as seq, coalesce(h.hash, '') as hash
     from (select distinct verifier from decision_batches) as b full join decision_heads h using (verifier)
     order by verifier`,
  );
  const counted = { batches: 0, decisions: 0 };
  for (const { verifier, seq, hash } of heads) {
    const checker = batchChainChecker(verifier);
    for (let after = 0; ; ) {
      const { rows } = await client.query(
        `select id::float8 as id, verifier, seq::float8 as seq, to_char(day, 'YYYY-MM-DD') as day, rows, root,
           prev_hash as "prevHash", hash,
           to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt"
         from decision_batches where verifier = $1 and seq > $2 order by seq limit ${PAGE}`,
        [verifier, after],
      );
      for (const batch of rows) {
        problems.add(checker.check(batch));
        observe?.(batch);
        counted.batches += 1;
        counted.decisions += batch.rows;
      }
      if (rows.length < PAGE) break;
      after = rows.at(-1).seq;
    }
    problems.add(checker.end({ seq: Number(seq), hash }));
  }
  return counted;
}

interface StoredBatch {
  readonly id: number;
  readonly verifier: string;
  readonly seq: number;
  readonly root: string;
  readonly leaves: Buffer;
}

async function* batchesOf(client: pg.ClientBase, day: string): AsyncGenerator<StoredBatch> {
  for (let after = -1; ; ) {
    const { rows } = await client.query<StoredBatch>(
      `select id::float8 as id, verifier, seq::float8 as seq, root, leaves from decision_batches
       where day = $1 and id > $2 order by id limit ${PAGE_WITH_LEAVES}`,
      [day, after],
    );
    yield* rows;
    if (rows.length < PAGE_WITH_LEAVES) return;
    after = rows.at(-1)?.id ?? after;
  }
}
