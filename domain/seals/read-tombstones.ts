import { desc, getTableColumns, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { exactText } from '@/db/exact-text';
import { decisionTombstones } from '@/db/schema/history';
import type { Tombstone } from './tombstone';

const { recordedAt: _, ...columns } = getTableColumns(decisionTombstones);
const select = (db: Queryable) =>
  db.select({ ...columns, at: exactText<string>(decisionTombstones.at) }).from(decisionTombstones);

type Stored = Awaited<ReturnType<typeof select>>[number];

const toTombstone = ({ chains, ...stone }: Stored): Tombstone => ({
  ...stone,
  chains: chains.map((chain) => ({ ...chain })),
});

/** Tombstones by their numbers. */
export async function readTombstones(
  db: Queryable,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, Tombstone>> {
  if (seqs.length === 0) return new Map();
  const rows = await select(db).where(inArray(decisionTombstones.seq, [...seqs]));
  return new Map(rows.map((row) => [row.seq, toTombstone(row)]));
}

/** The newest first. */
export async function newestTombstones(db: Queryable, limit: number): Promise<Tombstone[]> {
  const rows = await select(db).orderBy(desc(decisionTombstones.seq)).limit(limit);
  return rows.map(toTombstone);
}
