import { and, asc, eq, getTableColumns, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { exactText } from '@/db/exact-text';
import { decisionBatches, decisions } from '@/db/schema/history';
import { exactDecisionAt, toDecisionView } from '@/domain/decisions/decision-view';
import { readTombstones } from './read-tombstones';
import type { SealedBatchLine, SealedDecisionLine, SealedLine } from './sealed-lines';
import type { Tombstone } from './tombstone';

/** After the decision `id` of a batch; '': before its first. */
export interface Place {
  readonly verifier: string;
  readonly seq: number;
  readonly id: string;
}

type Row = typeof decisionBatches.$inferSelect;
/** With the tombstone of its decisions, where they were dropped. */
type StoredBatch = Row & { readonly stone: Tombstone | null };

const BATCHES = 50;

const COLUMNS = {
  ...getTableColumns(decisionBatches),
  sealedAt: exactText(decisionBatches.sealedAt),
};

async function withStones(db: Queryable, rows: readonly Row[]): Promise<StoredBatch[]> {
  const stones = await readTombstones(db, [...new Set(rows.flatMap((row) => row.tombstone ?? []))]);
  return rows.map((row) => ({ ...row, stone: stones.get(row.tombstone ?? 0) ?? null }));
}

/** Those after the batch of this place, each verifier's in order. */
export async function batchesAfter(
  db: Queryable,
  { from, to }: { from?: string | undefined; to?: string | undefined },
  place: Place | undefined,
): Promise<StoredBatch[]> {
  const rows = await db
    .select(COLUMNS)
    .from(decisionBatches)
    .where(
      and(
        place &&
          sql`(${decisionBatches.verifier}, ${decisionBatches.seq}) > (${place.verifier}, ${place.seq}::bigint)`,
        from === undefined ? undefined : gte(decisionBatches.sealedAt, from),
        to === undefined ? undefined : lt(decisionBatches.sealedAt, to),
      ),
    )
    .orderBy(asc(decisionBatches.verifier), asc(decisionBatches.seq))
    .limit(BATCHES);
  return withStones(db, rows);
}

/** As many from the first on as are no more than so many lines. */
export function wholeBatches(batches: readonly StoredBatch[], room: number): StoredBatch[] {
  let lines = 0;
  const end = batches.findIndex(({ rows, tombstone }) => {
    lines += 1 + (tombstone === null ? rows : 0);
    return lines > room;
  });
  return batches.slice(0, end === -1 ? batches.length : end);
}

/** Batches, each with its decisions after it. */
export async function withDecisions(
  db: Queryable,
  batches: readonly StoredBatch[],
): Promise<SealedLine[]> {
  const found = Map.groupBy(await decisionsOf(db, batches), ({ batch }) => batch.id);
  return batches.flatMap((batch) => [toLine(batch), ...(found.get(batch.id) ?? [])]);
}

/** The decisions of a batch after this place in it. */
export async function restOfBatch(
  db: Queryable,
  place: Place,
  limit: number,
): Promise<SealedLine[]> {
  const batches = await db
    .select(COLUMNS)
    .from(decisionBatches)
    .where(and(eq(decisionBatches.verifier, place.verifier), eq(decisionBatches.seq, place.seq)));
  return batches.length === 0 ? [] : decisionsOf(db, batches, { after: place.id, limit });
}

/** The bytes of an id, in the order of leaves. */
const byId = sql`${decisions.id} collate "C"`;

async function decisionsOf(
  db: Queryable,
  batches: readonly Row[],
  part: { readonly after: string; readonly limit: number } | null = null,
): Promise<SealedDecisionLine[]> {
  if (batches.every(({ tombstone }) => tombstone !== null)) return [];
  const places = new Map(batches.map(({ id, verifier, seq }) => [id, { id, verifier, seq }]));
  const [firstAt] = batches.map((batch) => batch.firstAt).sort();
  const lastAt = batches
    .map((batch) => batch.lastAt)
    .sort()
    .at(-1);
  const query = db
    .select({ row: decisions, at: exactDecisionAt, foldedUntil: exactFoldedUntil })
    .from(decisions)
    .where(
      and(
        gte(decisions.at, firstAt ?? ''),
        lte(decisions.at, lastAt ?? ''),
        inArray(decisions.batch, [...places.keys()]),
        part ? sql`${byId} > ${part.after}` : undefined,
      ),
    )
    .orderBy(asc(decisions.batch), byId);
  const rows = await (part ? query.limit(part.limit) : query);
  return rows.map(({ row, at, foldedUntil }) => ({
    kind: 'decision',
    batch: places.get(row.batch ?? 0) ?? { id: 0, verifier: '', seq: 0 },
    ...toDecisionView(row, at),
    foldedUntil,
  }));
}

/** The decisions of these batches, by their ids. */
export async function readSealedDecisions(
  db: Queryable,
  ids: readonly number[],
): Promise<SealedDecisionLine[]> {
  const batches = await db
    .select(COLUMNS)
    .from(decisionBatches)
    .where(inArray(decisionBatches.id, [...ids]));
  return decisionsOf(db, batches);
}

const exactFoldedUntil = exactText<string | null>(decisions.foldedUntil);

export const toLine = (batch: StoredBatch): SealedBatchLine => {
  const { id, verifier, seq, day, rows, root, leaves, prevHash, hash, sealedAt, stone } = batch;
  return {
    ...{ kind: 'batch', id, verifier, seq, day, rows, root },
    ...{ leaves: leaves.toString('base64'), tombstone: stone },
    ...{ prevHash, hash, sealedAt },
  };
};
