import { and, eq, gt, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { exactNow } from '@/db/exact-text';
import { decisionCheckpoints, decisionHeads } from '@/db/schema/history';
import { defineJob } from '@/domain/jobs/define';
import { signDecisionCheckpoint } from './decision-checkpoint';

/** Signs the end of each verifier's chain as it is now, where it isn't signed yet. @returns how many it signed */
export async function signHeads(db: Queryable, serverSecret: string): Promise<number> {
  const heads = await db
    .select({
      verifier: decisionHeads.verifier,
      seq: decisionHeads.seq,
      hash: decisionHeads.hash,
      at: exactNow,
    })
    .from(decisionHeads)
    .leftJoin(
      decisionCheckpoints,
      and(
        eq(decisionCheckpoints.verifier, decisionHeads.verifier),
        eq(decisionCheckpoints.seq, decisionHeads.seq),
      ),
    )
    .where(and(gt(decisionHeads.seq, 0), isNull(decisionCheckpoints.seq)));
  if (heads.length === 0) return 0;
  const signed = heads.map((head) => signDecisionCheckpoint(serverSecret, head));
  // Another process may have signed the same heads meanwhile.
  const kept = await db.insert(decisionCheckpoints).values(signed).onConflictDoNothing();
  return kept.rowCount ?? 0;
}

export const signDecisions = defineJob({
  name: 'decision-checkpoints',
  summary: 'Signs where the record of decisions ends, each minute',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [],
  run: async ({ db, settings: { serverSecret } }) =>
    serverSecret === undefined ? 0 : signHeads(db, serverSecret),
});
