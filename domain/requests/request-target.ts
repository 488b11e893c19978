import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { requests } from '@/db/schema/requests';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type RequestRow = typeof requests.$inferSelect;
export interface RequestTarget extends Target {
  readonly type: 'request';
  readonly id: string;
  readonly row: RequestRow;
}

/** What a request is called. */
export const requestName = ({
  kind,
  reason,
  groupName,
  extendsFrom,
}: Pick<RequestRow, 'kind' | 'reason' | 'groupName' | 'extendsFrom'>): string => {
  if (kind === 'change') return reason;
  return `${extendsFrom === null ? 'Access' : 'Longer access'} to ${groupName}`;
};

/**
 * @param lock holds it until the command commits, and before it the one that it fulfils: whoever decides
 * either locks both in this order
 */
export async function loadRequest(
  db: Queryable,
  id: string,
  lock = false,
): Promise<RequestTarget | Refusal> {
  const fulfilled = db.select({ id: requests.fulfils }).from(requests).where(eq(requests.id, id));
  if (lock) await db.select().from(requests).where(inArray(requests.id, fulfilled)).for('update');
  const query = db.select().from(requests).where(eq(requests.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('request');
  return {
    ...{ type: 'request', id: row.id, name: requestName(row), row },
    groupIds: row.kind === 'access' && row.groupId ? [row.groupId] : [],
    identityId: row.personId ?? row.requesterId,
  };
}
