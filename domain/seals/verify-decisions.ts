import type pg from 'pg';
import { endReading } from '@/db/end-reading';
import { afterDrop, type SeenTombstones, tombstoneChecker } from './check-tombstones';
import { compareBatch, type DecisionProblem, type FoundLeaf } from './compare-batch';
import { Problems } from './problems';
import { type FoundBatch, readLeaves } from './read-leaves';
import { chainsBegan, countUnsealed } from './unsealed';
import { type SeenBatch, verifyChains } from './verify-chains';

/** The record of decisions as it was found. */
export interface DecisionsReport {
  readonly holds: boolean;
  readonly batches: number;
  readonly decisions: number;
  /** Decisions from before their verifier's first batch: nothing vouches for them. */
  readonly unsealed: readonly { readonly verifier: string; readonly decisions: number }[];
  /** What says that decisions were dropped in their time. */
  readonly tombstones: SeenTombstones;
  /** How much is wrong, and the first hundred of it. */
  readonly problemCount: number;
  readonly problems: readonly DecisionProblem[];
}

interface Looking {
  /** Sees each batch of each chain. */
  observe?(batch: SeenBatch): void;
  /** Decisions looked at so far, of so many. */
  progress?(done: number, total: number): void;
  /** Names of keys whose tombstones count; unsaid, those of every key. */
  readonly trustedKeys?: readonly string[] | undefined;
}

/** Leaves of few batches at a time: those of one may be megabytes. */
const PAGE = 50;

/**
 * Checks every batch, and every decision against its batch, as of one moment. Needs a connection that
 * nobody else uses, and a second one for the same moment.
 */
export const verifyDecisions = (pool: pg.Pool, looking: Looking = {}): Promise<DecisionsReport> =>
  atOneMoment(pool, (clients) => verifyAt(clients, looking));

/** What is wrong with the decisions of one UTC day, beside what was sealed of them. */
export const verifyDay = (pool: pg.Pool, day: string): Promise<readonly DecisionProblem[]> =>
  atOneMoment(pool, async (clients) => {
    const problems = new Problems();
    const began = await chainsBegan(clients.batches);
    await compareDay(clients, day, problems, (found) => {
      if (found.batch === null) problems.add(countUnsealed(found, began, new Map()));
    });
    return problems.kept;
  });

async function atOneMoment<Found>(
  pool: pg.Pool,
  look: (clients: Clients) => Promise<Found>,
): Promise<Found> {
  const [batches, rows] = [await pool.connect(), await pool.connect()];
  try {
    await batches.query('begin isolation level repeatable read read only');
    // A day that is dropped meanwhile would be gone from the moment as well: that waits.
    await batches.query('lock table decisions in access share mode');
    const { rows: snapshots } = await batches.query('select pg_export_snapshot() as name');
    await rows.query('begin isolation level repeatable read read only');
    await rows.query(`set transaction snapshot '${snapshots[0].name}'`);
    return await look({ batches, rows });
  } finally {
    for (const client of [rows, batches]) await endReading(client);
  }
}

interface Clients {
  readonly batches: pg.PoolClient;
  readonly rows: pg.PoolClient;
}

async function verifyAt(clients: Clients, looking: Looking): Promise<DecisionsReport> {
  const problems = new Problems();
  const stones = tombstoneChecker(looking.trustedKeys);
  const chains = await verifyChains(clients.batches, {
    problems,
    stones,
    observe: looking.observe,
  });
  const unsealed = new Map<string, number>();
  const began = await chainsBegan(clients.batches);
  let decisions = 0;
  for (const day of await daysOf(clients.batches)) {
    await compareDay(clients, day, problems, (found) => {
      decisions += found.decisions.length;
      if (found.batch === null) problems.add(countUnsealed(found, began, unsealed));
      looking.progress?.(decisions, chains.decisions);
    });
  }
  return {
    holds: problems.count === 0,
    batches: chains.batches,
    decisions,
    unsealed: [...unsealed].map(([verifier, count]) => ({ verifier, decisions: count })),
    tombstones: stones.seen(),
    problemCount: problems.count,
    problems: problems.kept,
  };
}

/** Compares a day's batches with its decisions. @param each sees what was found, batch by batch */
async function compareDay(
  clients: Clients,
  day: string,
  problems: Problems,
  each: (found: FoundBatch) => void,
): Promise<void> {
  const sealed = batchesOf(clients.batches, day);
  let next = await sealed.next();
  for await (const found of readLeaves(clients.rows, day)) {
    each(found);
    if (found.batch === null) continue;
    for (; !next.done && next.value.id < found.batch; next = await sealed.next()) {
      problems.add(compareKept(next.value, []));
    }
    if (!next.done && next.value.id === found.batch) {
      problems.add(compareKept(next.value, found.decisions));
      next = await sealed.next();
    } else problems.add(foreign(found, day));
  }
  for (; !next.done; next = await sealed.next()) problems.add(compareKept(next.value, []));
}

/** What is found of a batch; nothing may be of one whose decisions were dropped. */
const compareKept = (batch: StoredBatch, found: readonly FoundLeaf[]): DecisionProblem[] =>
  batch.leaves.length === 0 ? afterDrop(batch, found) : compareBatch(batch, found);

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
      `select id::float8 as id, verifier, seq::float8 as seq, root, leaves
       from decision_batches
       where day = $1 and id > $2 order by id limit ${PAGE}`,
      [day, after],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? after;
  }
}
