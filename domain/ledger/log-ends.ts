import type { Queryable } from '@/db/client';
import { auditHead, decisionHeads } from '@/db/schema/history';

/** Number of the last change; 0 before the first. */
export async function readLastChange(db: Queryable): Promise<number> {
  const [head] = await db.select({ seq: auditHead.seq }).from(auditHead);
  return head?.seq ?? 0;
}

/** Number of the last sealed batch of each verifier, by its name and in that order. */
export async function readLastBatches(db: Queryable): Promise<Record<string, number>> {
  const { verifier, seq } = decisionHeads;
  const heads = await db.select({ verifier, seq }).from(decisionHeads).orderBy(verifier);
  return Object.fromEntries(heads.map((head) => [head.verifier, head.seq]));
}
