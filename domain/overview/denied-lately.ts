import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisions } from '@/db/schema/history';

export interface Denied {
  readonly tokenId: string;
  readonly afterRevoke: number;
  readonly others: number;
}

export const numberOf = (list: readonly Denied[], tokenId: string): number | null => {
  const found = list.find((row) => row.tokenId === tokenId);
  return found ? found.afterRevoke + found.others : null;
};

/** A membership that ends takes its tokens with it. */
const isOver = inArray(decisions.code, ['token_revoked', 'membership_ended']);

/** Denials of known tokens in the last 24 hours. */
export async function deniedLately(db: Queryable): Promise<Denied[]> {
  return db
    .select({
      tokenId: sql<string>`${decisions.tokenId}`,
      afterRevoke: sql<number>`count(*) filter (where ${isOver})::int`,
      others: sql<number>`count(*) filter (where not ${isOver})::int`,
    })
    .from(decisions)
    .where(
      and(
        sql`${decisions.at} > now() - interval '24 hours'`,
        eq(decisions.outcome, 'denied'),
        sql`${decisions.tokenId} is not null`,
      ),
    )
    .groupBy(decisions.tokenId)
    .orderBy(sql`count(*) desc`)
    .limit(1_000);
}
