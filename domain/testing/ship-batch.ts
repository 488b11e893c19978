import { sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisionBatches, decisionHeads, decisions } from '@/db/schema/history';
import { newId } from '@/domain/base/ids';

type Shipped = Partial<typeof decisions.$inferInsert> & { code: string };

/** Decisions as a verifier ships them: one batch at the end of its chain, with made-up hashes. */
export async function shipBatch(
  db: Queryable,
  rows: readonly Shipped[],
  { verifier = 'test', at = new Date() }: { verifier?: string; at?: Date } = {},
): Promise<void> {
  const time = at.toISOString();
  const zeros = '0'.repeat(64);
  const [head] = await db
    .insert(decisionHeads)
    .values({ verifier, seq: 1, hash: zeros })
    .onConflictDoUpdate({
      target: decisionHeads.verifier,
      set: { seq: sql`${decisionHeads.seq} + 1` },
    })
    .returning();
  const named = await db.execute<{ id: string }>(sql`select nextval('decision_batch_ids') as id`);
  const id = Number(named.rows[0]?.id);
  await db.insert(decisionBatches).values({
    ...{ id, verifier, seq: head?.seq ?? 1, day: time.slice(0, 10), rows: rows.length },
    ...{ leaves: Buffer.alloc(rows.length * 32), root: zeros, prevHash: zeros, hash: zeros },
    ...{ sealedAt: new Date().toISOString(), firstAt: time, lastAt: time },
  });
  await db.insert(decisions).values(
    rows.map((row) => ({
      ...{ id: newId('decision'), at: time, verifier, batch: id },
      outcome: row.code === 'allowed' ? ('allowed' as const) : ('denied' as const),
      ...row,
    })),
  );
}
