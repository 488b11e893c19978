import canonicalize from 'canonicalize';
import type pg from 'pg';
import type { OperationName } from '@/domain/base/operation-names';
import { tombstoneProblem } from './check-tombstones';
import type { DecisionProblem } from './compare-batch';
import { type Tombstone, tombstoneSchema } from './tombstone';

interface StoredTombstones {
  readonly stones: ReadonlyMap<number, Tombstone>;
  readonly problems: readonly DecisionProblem[];
}

/**
 * All tombstones of the database. They are numbered without gaps, and the log of changes recorded each
 * as it was left: one that is gone, and one that somebody left past the product, is told by that.
 */
export async function readStoredTombstones(client: pg.ClientBase): Promise<StoredTombstones> {
  const { rows } = await client.query<Record<string, unknown> & { seq: number; day: string }>(
    `select seq::float8 as seq, to_char(day, 'YYYY-MM-DD') as day, chains, unsealed::float8 as unsealed,
       to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, signature, key_id as "keyId"
     from decision_tombstones order by seq`,
  );
  const stones = new Map<number, Tombstone>();
  const problems: DecisionProblem[] = [];
  for (const row of rows) {
    const stone = tombstoneSchema.strict().safeParse(row);
    if (stone.success) stones.set(row.seq, stone.data);
    else {
      const message = `what stands as tombstone ${row.seq} of ${row.day} is none: this server didn’t write it`;
      problems.push(tombstoneProblem('tombstone_forged', message));
    }
  }
  const numbers = new Set(rows.map(({ seq }) => seq));
  return { stones, problems: [...problems, ...(await compareRecorded(client, stones, numbers))] };
}

const DROP: OperationName = 'retention.drop';

async function compareRecorded(
  client: pg.ClientBase,
  stones: ReadonlyMap<number, Tombstone>,
  numbers: ReadonlySet<number>,
): Promise<DecisionProblem[]> {
  const { rows } = await client.query<{ change: number; stone: { seq?: number; day?: string } }>(
    `select seq::float8 as change, coalesce(after, '{}') as stone from audit_events
     where action = $1 and outcome = 'done' order by seq`,
    [DROP],
  );
  const recorded = new Map(rows.map((row) => [row.stone.seq, row]));
  const gone = rows
    .filter(({ stone }) => !numbers.has(stone.seq ?? 0))
    .map(({ change, stone: { seq, day } }) =>
      tombstoneProblem(
        'tombstone_missing',
        `tombstone ${seq} of ${day}, which change ${change} recorded, is gone`,
      ),
    );
  const unrecorded = [...stones.values()]
    .filter((stone) => canonicalize(recorded.get(stone.seq)?.stone) !== canonicalize(stone))
    .map(({ seq, day }) =>
      tombstoneProblem(
        'tombstone_forged',
        `tombstone ${seq} of ${day} is not as the log of changes recorded it: decisions were dropped past the product`,
      ),
    );
  return [...gone, ...gaps(numbers, recorded), ...unrecorded];
}

/** Numbers that neither a tombstone nor a change has, below the last. */
function gaps(
  numbers: ReadonlySet<number>,
  recorded: ReadonlyMap<number | undefined, unknown>,
): DecisionProblem[] {
  const problems: DecisionProblem[] = [];
  let expected = 1;
  for (const seq of numbers) {
    for (; expected < seq && problems.length < 100; expected += 1) {
      if (recorded.has(expected)) continue;
      const message = `tombstone ${expected} is missing: ${seq} is there`;
      problems.push(tombstoneProblem('tombstone_missing', message));
    }
    expected = seq + 1;
  }
  return problems;
}
