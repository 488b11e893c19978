import { sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisionBatches, decisionHeads } from '@/db/schema/history';

export interface FollowingBatch {
  readonly id: number;
  readonly verifier: string;
  readonly seq: number;
  readonly rows: number;
  /** When the first and the last of its decisions were, exactly. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Sealed batches after a place, each verifier's in the order of its chain; `place` has the last `seq` of each. */
export async function readFollowingBatches(
  db: Queryable,
  place: Readonly<Record<string, number>>,
  limit: number,
): Promise<FollowingBatch[]> {
  const { rows } = await db.execute<
    Omit<FollowingBatch, 'id' | 'seq'> & { id: string; seq: string }
  >(
    sql`select b.id, b.verifier, b.seq, b.rows, b.first_at::text as "firstAt", b.last_at::text as "lastAt"
      from ${decisionHeads} h
      cross join lateral (
        select id, verifier, seq, rows, sealed_at, first_at, last_at from ${decisionBatches}
        where verifier = h.verifier
          and seq > coalesce((${JSON.stringify(place)}::jsonb ->> h.verifier)::bigint, 0)
        order by seq limit ${limit}
      ) b order by b.sealed_at, b.seq limit ${limit}`,
  );
  return rows.map((row) => ({ ...row, id: Number(row.id), seq: Number(row.seq) }));
}
