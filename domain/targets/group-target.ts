import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export interface GroupTarget extends Target {
  readonly type: 'group';
  readonly id: string;
  readonly row: typeof groups.$inferSelect;
}

/** Loads a group by id or slug; `lock` holds its row until the command commits. */
export async function loadGroupTarget(
  db: Queryable,
  reference: string,
  lock: 'update' | 'no key update' | false = false,
): Promise<GroupTarget | Refusal> {
  const column = looksLikeId('group', reference) ? groups.id : groups.slug;
  const query = db.select().from(groups).where(eq(column, reference));
  const [row] = lock ? await query.for(lock) : await query;
  if (!row) return notFound('group');
  return { type: 'group', id: row.id, name: row.name, groupIds: [row.id], row };
}
