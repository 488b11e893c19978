import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { sessions } from '@/db/schema/identities';

/** Ends all open sessions of an identity. @returns how many were open */
export async function endSessions(tx: Transaction, identityId: string): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.identityId, identityId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length;
}
