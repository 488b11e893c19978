import { and, asc, count, eq, gt, ilike, inArray, min, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { reviewEntries } from '@/db/schema/reviews';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { hasPassed } from '@/domain/decision/clock';
import { loadReviewTarget } from './review-target';
import { counted, entriesWithin, UNDECIDED, waitingCounts } from './review-view';

const groupInReview = z.object({
  ...{ id: z.string(), slug: z.string(), name: z.string(), controlsKeyward: z.boolean() },
  entries: z.number(),
  undecided: z.number(),
  /** Decided, and not done yet. */
  waiting: z.object({ keep: z.number(), end: z.number(), shorten: z.number() }),
  /** What is done of it. */
  settled: z.number(),
  /** Names of those who lead it now; administrators review every group besides. */
  leads: z.array(z.string()),
});
export type GroupInReview = z.output<typeof groupInReview>;

/** How far a review has come in each of its groups, by name. */
export const listReviewGroups = defineQuery({
  operation: 'reviews.listGroups',
  summary: 'List the groups of an access review, with its progress in each',
  http: { method: 'GET', path: '/reviews/{review}/groups' },
  input: z.object({
    review: z.string().max(100),
    limit: pageInput.limit,
    /** The position of the first entry of the last group that was seen. */
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'This cursor is not one of ours.')
      .optional(),
    q: searchText(),
  }),
  output: pageOf(groupInReview),
  target: ({ db, input }) => loadReviewTarget(db, input.review),
  async run({ db, input, target, reach }) {
    const { groupId: id, groupSlug: slug, groupName: name, controlsKeyward } = reviewEntries;
    const first = min(reviewEntries.position);
    const rows = await db
      .select({
        ...{ id, slug, name, controlsKeyward, first: sql<number>`${first}`, entries: count() },
        undecided: counted(UNDECIDED),
        waiting: waitingCounts,
        settled: counted(sql`${reviewEntries.settledAt} is not null`),
      })
      .from(reviewEntries)
      .where(
        and(
          eq(reviewEntries.reviewId, target.id),
          entriesWithin(reach),
          input.q ? ilike(name, containsPattern(input.q)) : undefined,
        ),
      )
      .groupBy(id, slug, name, controlsKeyward)
      .having(gt(first, Number(input.cursor ?? 0)))
      .orderBy(asc(first))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => String(row.first));
    const leads = await leadsIn(
      db,
      page.items.map((group) => group.id),
    );
    return {
      items: page.items.map(({ first: _first, ...group }) => ({
        ...group,
        leads: leads.get(group.id) ?? [],
      })),
      nextCursor: page.nextCursor,
    };
  },
});

/** Names of the people who lead each of these groups now. */
async function leadsIn(db: Queryable, groupIds: string[]): Promise<Map<string, string[]>> {
  const rows = await db
    .select({ group: memberships.groupId, name: identities.name })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        inArray(memberships.groupId, [...groupIds, '']),
        eq(memberships.role, 'lead'),
        sql`not ${hasPassed(memberships.expiresAt)}`,
        eq(identities.type, 'person'),
        eq(identities.state, 'active'),
      ),
    )
    .orderBy(identities.name);
  const byGroup = Map.groupBy(rows, ({ group }) => group);
  return new Map([...byGroup].map(([group, found]) => [group, found.map(({ name }) => name)]));
}
