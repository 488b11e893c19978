import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { sessions } from '@/db/schema/identities';

/** Notes that a session is in use, at most once a minute; the idle limit is measured from it. */
export async function touchSession(db: Database, sessionId: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`now()` })
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        lt(sessions.lastSeenAt, sql`now() - interval '1 minute'`),
      ),
    );
}
