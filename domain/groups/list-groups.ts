import { and, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { groupViewSchema, selectGroups, toGroupView } from './group-view';

/** Groups within reach, newest first. */
export const listGroups = defineQuery({
  operation: 'groups.list',
  summary: 'List groups',
  http: { method: 'GET', path: '/groups' },
  list: true,
  input: z.object({
    ...pageInput,
    q: searchText(),
    state: z.enum(['active', 'frozen']).optional(),
    /** Only groups of this person or service account (id). */
    identity: reference().optional(),
  }),
  output: pageOf(groupViewSchema).extend({ total: z.number() }),
  target: () => everything('group'),
  async run({ db, input, reach }) {
    const pattern = input.q && containsPattern(input.q);
    const matching = and(
      reach.everywhere ? undefined : inArray(groups.id, [...reach.groupIds, '']),
      input.state ? eq(groups.state, input.state) : undefined,
      pattern ? or(ilike(groups.slug, pattern), ilike(groups.name, pattern)) : undefined,
      input.identity
        ? inArray(
            groups.id,
            db
              .select({ id: memberships.groupId })
              .from(memberships)
              .where(eq(memberships.identityId, input.identity)),
          )
        : undefined,
    );
    const rows = await selectGroups(db)
      .where(and(matching, input.cursor ? lt(groups.id, input.cursor) : undefined))
      .orderBy(desc(groups.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.group.id);
    const total = await db.$count(groups, matching);
    return { ...page, items: page.items.map(toGroupView), total };
  },
});
