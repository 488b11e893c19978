import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { savedViews } from '@/db/schema/views';
import { looksLikeId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';

async function loadView(db: Queryable, id: string) {
  if (!looksLikeId('savedView', id)) return notFound('savedView');
  const [row] = await db.select().from(savedViews).where(eq(savedViews.id, id)).for('update');
  if (!row) return notFound('savedView');
  const { name, ownerId: identityId } = row;
  return { type: 'savedView' as const, id, name, identityId, row };
}

/** Forgets a view: for those it was shared with as well. */
export const deleteView = defineCommand({
  operation: 'views.delete',
  summary: 'Delete a saved view of the logs',
  http: { method: 'DELETE', path: '/views/{view}' },
  input: z.object({ view: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadView(db, input.view),
  async run({ tx, target: { row } }) {
    await tx.delete(savedViews).where(eq(savedViews.id, row.id));
    const { id, q, isShared } = row;
    return { value: { id }, audit: { before: { q, isShared }, affects: [] } };
  },
});
