import { desc, lt } from 'drizzle-orm';
import { z } from 'zod';
import { sinks } from '@/db/schema/sinks';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { sinkViewSchema, toSinkViews } from './sink-view';

export const listSinks = defineQuery({
  operation: 'sinks.list',
  summary: 'List sinks, and how far each is behind',
  http: { method: 'GET', path: '/sinks' },
  input: z.object(pageInput),
  output: pageOf(sinkViewSchema),
  target: () => everything('sink'),
  async run({ db, input }) {
    const rows = await db
      .select()
      .from(sinks)
      .where(input.cursor ? lt(sinks.id, input.cursor) : undefined)
      .orderBy(desc(sinks.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ id }) => id);
    return { ...page, items: await toSinkViews(db, page.items) };
  },
});
