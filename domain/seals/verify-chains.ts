import type pg from 'pg';
import { batchChainChecker, type LinkedBatch } from './chain-of-batches';
import { type tombstoneChecker, wholeWith } from './check-tombstones';
import type { Problems } from './problems';
import { readStoredTombstones } from './stored-tombstones';

export interface SeenBatch {
  readonly verifier: string;
  readonly seq: number;
  readonly hash: string;
}

interface Checking {
  readonly problems: Problems;
  readonly stones: ReturnType<typeof tombstoneChecker>;
  observe?: ((batch: SeenBatch) => void) | undefined;
}

interface FoundBatch extends LinkedBatch {
  readonly tombstone: number | null;
  /** Whether the hashes of its leaves are gone, as after a drop. */
  readonly isGone: boolean;
}

const PAGE = 500;

/**
 * Checks the chain of each verifier to its head, and that what is gone of it went by a tombstone.
 * @returns how many batches there are, and how many decisions in those that were not dropped
 */
export async function verifyChains(
  client: pg.ClientBase,
  { problems, stones, observe }: Checking,
): Promise<{ batches: number; decisions: number }> {
  const { rows: heads } = await client.query<{ verifier: string; seq: string; hash: string }>(
    `select verifier, coalesce(h.seq, 0) as seq, coalesce(h.hash, '') as hash
     from (select distinct verifier from decision_batches) as b full join decision_heads h using (verifier)
     order by verifier`,
  );
  const stored = await readStoredTombstones(client);
  problems.add(stored.problems);
  for (const stone of stored.stones.values()) problems.add(stones.look(stone));
  const counted = { batches: 0, decisions: 0 };
  for (const { verifier, seq, hash } of heads) {
    const checker = batchChainChecker(verifier);
    for await (const batch of batchesOf(client, verifier)) {
      problems.add(checker.check(batch));
      observe?.(batch);
      counted.batches += 1;
      if (!batch.isGone) counted.decisions += batch.rows;
      problems.add(
        batch.isGone
          ? stones.check(batch, stored.stones.get(batch.tombstone ?? 0) ?? null)
          : wholeWith(batch),
      );
    }
    problems.add(checker.end({ seq: Number(seq), hash }));
  }
  problems.add(stones.end());
  return counted;
}

async function* batchesOf(client: pg.ClientBase, verifier: string): AsyncGenerator<FoundBatch> {
  for (let after = 0; ; ) {
    const { rows } = await client.query<FoundBatch>(
      `select id::float8 as id, verifier, seq::float8 as seq, to_char(day, 'YYYY-MM-DD') as day, rows, root,
         tombstone::float8 as tombstone, octet_length(leaves) = 0 as "isGone", prev_hash as "prevHash", hash,
         to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt"
       from decision_batches where verifier = $1 and seq > $2 order by seq limit ${PAGE}`,
      [verifier, after],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.seq ?? after;
  }
}
