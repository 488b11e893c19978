import { sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { auditHead } from '@/db/schema/history';
import { verifiers } from '@/db/schema/operating';

/** A verifier not heard of for this long is not counted on any more. */
const GONE_AFTER_SECONDS = 24 * 3_600;
const SILENT_AFTER_SECONDS = 5;

export type VerifierState = 'following' | 'behind' | 'silent' | 'stopped';

/** Verifiers of the last day with their place in the feed, as of the database's clock. */
export async function readFleet(db: Queryable) {
  const rows = await db
    .select({
      verifier: verifiers,
      headSeq: sql<number>`(select ${auditHead.seq}::int from ${auditHead})`,
      silentSeconds: sql<number>`extract(epoch from clock_timestamp() - ${verifiers.heartbeatAt})::float8`,
    })
    .from(verifiers)
    .where(sql`${verifiers.heartbeatAt} > now() - make_interval(secs => ${GONE_AFTER_SECONDS})`)
    .orderBy(verifiers.name);
  return rows.map(({ verifier, headSeq, silentSeconds }) => {
    const lagEvents = Math.max(0, headSeq - verifier.appliedSeq);
    const state: VerifierState = verifier.stoppedAt
      ? 'stopped'
      : silentSeconds > SILENT_AFTER_SECONDS
        ? 'silent'
        : lagEvents > 0
          ? 'behind'
          : 'following';
    return { ...verifier, lagEvents, state, silentSeconds: Math.max(0, silentSeconds) };
  });
}
