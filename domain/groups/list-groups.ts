import { and, desc, eq, ilike, inArray, lt, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import type { Reach } from '@/domain/authority/reach';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything, type Target } from '@/domain/base/target';
import { defineQuery, type QueryDefinition } from '@/domain/commands/define';
import {
  groupChoiceSchema,
  groupViewSchema,
  selectGroupChoices,
  selectGroups,
  toGroupChoice,
  toGroupView,
} from './group-view';

const input = z.object({
  ...pageInput,
  q: searchText(),
  state: z.enum(['active', 'frozen']).optional(),
  /** Only groups of this person or service account (id). */
  identity: reference().optional(),
});
type Asked = z.output<typeof input>;

/** Groups within reach, newest first. */
export const listGroups = defineQuery({
  operation: 'groups.list',
  summary: 'List groups',
  http: { method: 'GET', path: '/groups' },
  list: true,
  input,
  output: pageOf(groupViewSchema).extend({ total: z.number() }),
  target: () => everything('group'),
  async run({ db, input: asked, reach }) {
    const matching = groupsMatching(db, asked, reach);
    const [rows, total] = await Promise.all([
      selectGroups(db)
        .where(onPage(matching, asked))
        .orderBy(desc(groups.id))
        .limit(asked.limit + 1),
      db.$count(groups, matching),
    ]);
    const page = toPage(rows, asked.limit, (row) => row.group.id);
    return { ...page, items: page.items.map(toGroupView), total };
  },
});

/** The same, to choose from: what takes long to count is left out. */
export const chooseGroups: QueryDefinition<
  typeof input,
  ReturnType<typeof pageOf<typeof groupChoiceSchema>>,
  Target
> = {
  ...listGroups,
  output: pageOf(groupChoiceSchema),
  async run({ db, input: asked, reach }) {
    const rows = await selectGroupChoices(db)
      .where(onPage(groupsMatching(db, asked, reach), asked))
      .orderBy(desc(groups.id))
      .limit(asked.limit + 1);
    const page = toPage(rows, asked.limit, (row) => row.group.id);
    return { ...page, items: page.items.map(toGroupChoice) };
  },
};

function groupsMatching(db: Queryable, { q, state, identity }: Asked, reach: Reach) {
  const pattern = q && containsPattern(q);
  return and(
    reach.everywhere ? undefined : inArray(groups.id, [...reach.groupIds, '']),
    state ? eq(groups.state, state) : undefined,
    pattern ? or(ilike(groups.slug, pattern), ilike(groups.name, pattern)) : undefined,
    identity
      ? inArray(
          groups.id,
          db
            .select({ id: memberships.groupId })
            .from(memberships)
            .where(eq(memberships.identityId, identity)),
        )
      : undefined,
  );
}

const onPage = (matching: SQL | undefined, { cursor }: Asked) =>
  and(matching, cursor ? lt(groups.id, cursor) : undefined);
