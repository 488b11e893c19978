import { and, count, eq, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { JsonObject } from '@/db/schema/history';
import { savedViews } from '@/db/schema/views';
import { newId } from '@/domain/base/ids';
import { label, withoutSecret } from '@/domain/base/input';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { MAX_QUERY_LENGTH } from '@/domain/history/query/keys';
import { readSearch } from '@/domain/history/search';
import { savedViewSchema, toSavedView } from './view-facts';

const MAX_VIEWS = 100;

/** Keeps a query under a name; one of the same name is replaced. */
export const saveView = defineCommand({
  operation: 'views.save',
  summary: 'Save a view of the logs',
  http: { method: 'POST', path: '/views' },
  input: z.object({
    name: label(80),
    q: withoutSecret(z.string().trim().min(1, 'This can’t be empty.').max(MAX_QUERY_LENGTH)),
    isShared: z.boolean().default(false),
  }),
  output: z.object({ view: savedViewSchema }),
  target: ({ actor }) => ({ type: 'savedView', id: null, name: null, identityId: actor.id }),
  async run({ tx, actor, input: { name, q, isShared } }) {
    const terms = readSearch(q);
    if (isRefusal(terms)) return terms;
    const own = eq(savedViews.ownerId, actor.id);
    const named = and(own, eq(savedViews.name, name));
    const [before] = await tx.select().from(savedViews).where(named).for('update');
    const [others] = await tx
      .select({ count: count() })
      .from(savedViews)
      .where(and(own, ne(savedViews.name, name)));
    if ((others?.count ?? 0) >= MAX_VIEWS) {
      const message = `You have ${MAX_VIEWS} views: delete one that you no longer use.`;
      return refuse('conflict', 'too_many_views', message);
    }
    const [row] = await tx
      .insert(savedViews)
      .values({ id: newId('savedView'), ownerId: actor.id, name, q, isShared })
      .onConflictDoUpdate({
        target: [savedViews.ownerId, savedViews.name],
        set: { q, isShared, updatedAt: sql`now()` },
      })
      .returning();
    if (!row) throw new Error('a saved view was not returned');
    const said = (view: { q: string; isShared: boolean }): JsonObject => ({
      ...{ q: view.q, isShared: view.isShared },
    });
    return {
      value: { view: toSavedView(row, actor.name, actor.id) },
      audit: {
        target: { type: 'savedView', id: row.id, name },
        ...(before && { before: said(before) }),
        after: said(row),
        affects: [],
      },
    };
  },
});
