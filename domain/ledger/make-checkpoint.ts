import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { exactNow } from '@/db/exact-text';
import { auditCheckpoints, auditHead } from '@/db/schema/history';
import { type Checkpoint, signCheckpoint } from './checkpoint';

/** Signs the head of the log as it is now and keeps that. @returns null where there is nothing new to sign */
export async function makeCheckpoint(
  db: Queryable,
  serverSecret: string,
): Promise<Checkpoint | null> {
  const [head] = await db
    .select({
      seq: auditHead.seq,
      hash: auditHead.hash,
      at: exactNow,
      signed: auditCheckpoints.seq,
    })
    .from(auditHead)
    .leftJoin(auditCheckpoints, eq(auditCheckpoints.seq, auditHead.seq));
  if (!head || head.seq === 0 || head.signed !== null) return null;
  const checkpoint = signCheckpoint(serverSecret, head);
  // Another process may have signed the same head meanwhile.
  const kept = await db.insert(auditCheckpoints).values(checkpoint).onConflictDoNothing();
  return kept.rowCount === 1 ? checkpoint : null;
}
