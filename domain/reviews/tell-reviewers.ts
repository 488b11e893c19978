import { sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { reviewEntries, type reviews } from '@/db/schema/reviews';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';

type Review = Pick<typeof reviews.$inferSelect, 'id' | 'name' | 'dueAt'>;

/**
 * Tells the leads of its groups, and the administrators, of a review: whoever still has something to
 * decide in it. @param daysLeft of a reminder; null where it has just opened
 * @returns ids of those told
 */
export async function tellReviewers(
  tx: Transaction,
  { id, name, dueAt }: Review,
  daysLeft: number | null,
): Promise<string[]> {
  const waiting = await waitingFor(tx, id);
  for (const [to, members] of waiting) {
    await raiseNotice(tx, {
      kind: daysLeft === null ? 'review.opened' : 'review.due',
      about: { type: 'review', id, name },
      to,
      onceKey: `review ${id} ${daysLeft ?? 'opened'}`,
      facts: { members, dueAt: dueAt.toISOString(), days: daysLeft ?? 0 },
    });
  }
  return [...waiting.keys()];
}

/** How many undecided entries each reviewer may decide. */
async function waitingFor(db: Queryable, reviewId: string): Promise<Map<string, number>> {
  const open = sql`${reviewEntries.reviewId} = ${reviewId} and ${reviewEntries.settledAt} is null
    and ${reviewEntries.decision} is null`;
  const everybody = await administrators(db);
  const { rows } = await db.execute<{ id: string; members: number }>(sql`
    select reviewer.id, count(*)::int as members from ${reviewEntries}
    join lateral (
      select ${memberships.identityId} as id from ${memberships}
      join ${identities} on ${identities.id} = ${memberships.identityId}
      where ${memberships.groupId} = ${reviewEntries.groupId} and ${memberships.role} = 'lead'
        and ${identities.type} = 'person' and ${identities.state} = 'active'
        and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now())
      union select unnest(${sql.param(everybody)}::text[])
    ) as reviewer on reviewer.id <> ${reviewEntries.identityId}
    where ${open} group by reviewer.id order by reviewer.id`);
  return new Map(rows.map(({ id, members }) => [id, members]));
}
