import { and, asc, eq, gt, ilike, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { reviewEntries } from '@/db/schema/reviews';
import { anyOf, pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { entryViewSchema, selectEntries, toEntryViews } from './entry-view';
import { ENTRY_STATES } from './review-facts';
import { loadReviewTarget } from './review-target';
import { entriesWithin } from './review-view';

/** What a review asks about, by group and name, with the evidence of each. */
export const listEntries = defineQuery({
  operation: 'reviews.listEntries',
  summary: 'List the memberships of an access review, with evidence',
  http: { method: 'GET', path: '/reviews/{review}/entries' },
  input: z.object({
    review: z.string().max(100),
    limit: pageInput.limit,
    /** The position of the last entry that was seen. */
    cursor: z
      .string()
      .regex(/^\d{1,9}$/, 'This cursor is not one of ours.')
      .optional(),
    q: searchText(),
    group: anyOf(reference()),
    state: anyOf(z.enum(ENTRY_STATES)),
    /** Of groups alone that control Keyward. */
    privileged: z.enum(['true']).optional(),
  }),
  output: pageOf(entryViewSchema).extend({ total: z.number() }),
  target: ({ db, input }) => loadReviewTarget(db, input.review),
  async run({ db, input, target, reach }) {
    const groups = input.group === undefined ? undefined : [input.group].flat();
    const states = input.state === undefined ? undefined : [input.state].flat();
    const pattern = input.q && containsPattern(input.q);
    const found = and(
      eq(reviewEntries.reviewId, target.id),
      entriesWithin(reach),
      pattern
        ? or(
            ilike(reviewEntries.identityName, pattern),
            ilike(reviewEntries.identityHandle, pattern),
            ilike(reviewEntries.groupName, pattern),
          )
        : undefined,
      groups &&
        or(inArray(reviewEntries.groupId, groups), inArray(reviewEntries.groupSlug, groups)),
      input.privileged ? eq(reviewEntries.controlsKeyward, true) : undefined,
      states && or(...states.map(inState)),
    );
    const rows = await selectEntries(db)
      .where(and(found, gt(reviewEntries.position, Number(input.cursor ?? 0))))
      .orderBy(asc(reviewEntries.position))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ entry }) => String(entry.position));
    return {
      items: await toEntryViews(db, page.items),
      nextCursor: page.nextCursor,
      total: await db.$count(reviewEntries, found),
    };
  },
});

function inState(state: (typeof ENTRY_STATES)[number]) {
  if (state === 'settled') return isNotNull(reviewEntries.settledAt);
  return and(
    isNull(reviewEntries.settledAt),
    state === 'undecided' ? isNull(reviewEntries.decision) : eq(reviewEntries.decision, state),
  );
}
