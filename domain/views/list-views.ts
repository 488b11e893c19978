import { and, desc, eq, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { savedViews } from '@/db/schema/views';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { savedViewSchema, toSavedView } from './view-facts';

/** The reader's own views, and those that others share with the organisation, newest first. */
export const listViews = defineQuery({
  operation: 'views.list',
  summary: 'List saved views of the logs',
  http: { method: 'GET', path: '/views' },
  list: true,
  input: z.object(pageInput),
  output: pageOf(savedViewSchema),
  target: () => everything('savedView'),
  async run({ db, actor, input }) {
    const rows = await db
      .select({ row: savedViews, owner: identities.name })
      .from(savedViews)
      .innerJoin(identities, eq(identities.id, savedViews.ownerId))
      .where(
        and(
          or(eq(savedViews.ownerId, actor.id), savedViews.isShared),
          input.cursor ? lt(savedViews.id, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(savedViews.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ row }) => row.id);
    const items = page.items.map(({ row, owner }) => toSavedView(row, owner, actor.id));
    return { ...page, items };
  },
});
