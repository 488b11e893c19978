import { lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { rateLimits, sessions, setupLinks } from '@/db/schema/identities';
import { idempotencyKeys, receipts, verifiers } from '@/db/schema/operating';

/** Drops what has run out and is no history. @returns how many rows went */
export async function forgetExpired(db: Database): Promise<number> {
  const dropped = await Promise.all([
    db.delete(idempotencyKeys).where(lt(idempotencyKeys.expiresAt, sql`now()`)),
    db.delete(rateLimits).where(lt(rateLimits.expire, Date.now())),
    db.delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '30 days'`)),
    db.delete(setupLinks).where(lt(setupLinks.expiresAt, sql`now() - interval '30 days'`)),
    db.delete(receipts).where(lt(receipts.confirmedAt, sql`now() - interval '7 days'`)),
    db.delete(verifiers).where(lt(verifiers.heartbeatAt, sql`now() - interval '30 days'`)),
  ]);
  return dropped.reduce((sum, result) => sum + (result.rowCount ?? 0), 0);
}
