import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export interface TokenTarget extends Target {
  readonly type: 'token';
  readonly id: string;
  readonly row: typeof tokens.$inferSelect;
}

/** Loads a token to act on; inside a command the row stays locked until commit. */
export async function loadTokenTarget(
  db: Queryable,
  id: string,
  lock = true,
): Promise<TokenTarget | Refusal> {
  if (!looksLikeId('token', id)) return notFound('token');
  const query = db.select().from(tokens).where(eq(tokens.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('token');
  return {
    type: 'token',
    id: row.id,
    name: row.name,
    groupIds: [row.groupId],
    identityId: row.identityId,
    row,
  };
}
