import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { looksLikeId } from '@/domain/base/ids';
import { slug } from '@/domain/base/input';
import { inOrder } from '../change';

/** Groups by slug. One that is gone keeps its id: written as nothing, it would mean every group. */
export const groupNames = () =>
  z
    .array(
      z.union([slug(), z.string().refine((text) => looksLikeId('group', text))], {
        error: 'Write the slug of a group.',
      }),
    )
    .max(50);

/** What a file calls groups that rows hold by id. */
export async function readGroupNames(db: Queryable): Promise<(ids: readonly string[]) => string[]> {
  const rows = await db.select({ id: groups.id, slug: groups.slug }).from(groups);
  const slugs = new Map(rows.map((row) => [row.id, row.slug]));
  return (ids) => [...new Set(ids.map((id) => slugs.get(id) ?? id))].sort(inOrder);
}
