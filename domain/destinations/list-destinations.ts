import { desc, lt } from 'drizzle-orm';
import { z } from 'zod';
import { destinations } from '@/db/schema/destinations';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { destinationViewSchema, toDestinationViews } from './destination-view';

export const listDestinations = defineQuery({
  operation: 'destinations.list',
  summary: 'List destinations',
  http: { method: 'GET', path: '/destinations' },
  input: z.object(pageInput),
  output: pageOf(destinationViewSchema),
  target: () => everything('destination'),
  async run({ db, input }) {
    const rows = await db
      .select()
      .from(destinations)
      .where(input.cursor ? lt(destinations.id, input.cursor) : undefined)
      .orderBy(desc(destinations.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ id }) => id);
    return { ...page, items: await toDestinationViews(db, page.items) };
  },
});
