import { and, asc, eq, gt, inArray, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { attentionSnoozes } from '@/db/schema/attention';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import type { Reach } from '@/domain/authority/reach';
import { tokensWithin } from '@/domain/authority/tokens-within';
import { ownUsage } from '@/domain/tokens/late-use';
import { ownMembership } from '@/domain/tokens/token-view';

/** What somebody put off, and until when. */
export interface Snooze {
  readonly tokenId: string;
  readonly kind: string;
  readonly until: Date;
  readonly byName: string;
  readonly reason: string | null;
}

/** More than anybody puts off. */
const MAX_SNOOZES = 1_000;

/** What is put off now, of tokens within reach; what wakes first is first. */
export const snoozesWithin = (db: Queryable, reach: Reach): Promise<Snooze[]> =>
  db
    .select({
      ...{ tokenId: attentionSnoozes.tokenId, kind: attentionSnoozes.kind },
      ...{ until: attentionSnoozes.until, byName: attentionSnoozes.byName },
      reason: attentionSnoozes.reason,
    })
    .from(attentionSnoozes)
    .innerJoin(tokens, eq(tokens.id, attentionSnoozes.tokenId))
    .where(and(gt(attentionSnoozes.until, sql`now()`), tokensWithin(reach)))
    .orderBy(asc(attentionSnoozes.until), asc(attentionSnoozes.tokenId))
    .limit(MAX_SNOOZES);

export const awakeSql = (asleep: readonly string[]): SQL | undefined =>
  asleep.length === 0 ? undefined : notInArray(tokens.id, [...asleep]);

/** How many of these that are put off would need attention otherwise. */
export async function countAsleep(
  db: Queryable,
  where: SQL | undefined,
  asleep: readonly string[],
): Promise<number> {
  if (asleep.length === 0) return 0;
  const [counted] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(tokenUsage, ownUsage)
    .where(and(where, inArray(tokens.id, [...asleep])));
  return counted?.count ?? 0;
}
